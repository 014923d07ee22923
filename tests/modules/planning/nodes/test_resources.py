"""What a node offers to pods, and what it keeps."""

import pytest

from modules.catalog.instance_types import instance_type_facts, instance_types
from modules.catalog.neuron_cores import PHYSICAL_CORES_OF_A_LOGICAL_ONE, logical_cores
from modules.planning.nodes.network_interfaces import has_efa_by_default
from modules.planning.nodes.quantities import NotAQuantityError, amount, mebibytes, milli
from modules.planning.nodes.reservations import KubeletReservations
from tests.modules.planning.nodes.described import described

TYPES = [facts for facts in instance_types().values() if facts.accelerator != "other"]


@pytest.mark.parametrize(
    ("quantity", "number"),
    [("8", 8), ("500m", 0.5), ("1Gi", 2**30), ("1.5G", 1.5e9), ("1e3", 1000), (2, 2), (".5", 0.5)],
)
def test_quantities_are_read_as_kubernetes_does(quantity: str | int, number: float) -> None:
    assert amount(quantity) == number


@pytest.mark.parametrize("quantity", ["", "1 Gi", "1gb", "Mi", "0x10", "1KiB"])
def test_what_is_no_quantity_is_said_so(quantity: str) -> None:
    with pytest.raises(NotAQuantityError) as refused:
        amount(quantity)
    assert str(refused.value) == f"{quantity!r} is not a quantity; write one like 500m or 1Gi"


def test_amounts_are_rounded_up() -> None:
    assert (milli("0.0001"), mebibytes("1")) == (1, 1)


def test_a_p5_node_leaves_what_its_reservations_leave() -> None:
    node = described("p5.48xlarge", efa="efa_only", on_instance_store=True)
    # nodeadm counts 2 interfaces of 49 addresses and 2 pods, whatever it is told: 100.
    kept_mib = 255 + 11 * 100 + 100 + 5128 * 2
    assert node.left_for_pods == {
        "nvidia.com/gpu": "8",
        "vpc.amazonaws.com/efa": "32",
        "hugepages-2Mi": "10256Mi",
        "cpu": f"{192000 - 60 - 10 - 10 - 470}m",
        "memory": f"{2048 * 1024 * 925 // 1000 - kept_mib}Mi",
        "ephemeral-storage": f"{28991699 - 1024 - 2899169}Mi",
        "pods": "51",
    }


@pytest.mark.parametrize(
    ("name", "millicores"),
    # nodeadm's own tests: 2, 4, 8 and 96 processors.
    [("m7i.large", 70), ("m7i.xlarge", 80), ("m7i.2xlarge", 90), ("m7i.24xlarge", 310)],
)
def test_processors_are_kept_as_nodeadm_keeps_them(name: str, millicores: int) -> None:
    vcpus = instance_type_facts(name).vcpus
    assert described(name).left_for_pods["cpu"] == f"{vcpus * 1000 - millicores}m"


def test_bottlerocket_keeps_memory_for_the_pods_it_is_told_of() -> None:
    told = {"prefix_delegation": True}
    amazon_linux = described("m7i.large", cni=told)
    bottlerocket = described("m7i.large", cni=told, ami_type="BOTTLEROCKET_x86_64")
    differ = mebibytes(amazon_linux.left_for_pods["memory"]) - mebibytes(
        bottlerocket.left_for_pods["memory"]
    )
    assert differ == 11 * (110 - 29)


def test_reservations_of_the_file_take_the_place_of_the_amis() -> None:
    kept = KubeletReservations(
        kube_reserved={"cpu": "1"},
        system_reserved={"cpu": "500m", "memory": "1Gi", "ephemeral-storage": "2Gi"},
        eviction_hard={"memory.available": "10%", "nodefs.available": "100%"},
    )
    left = described("m7i.large", reservations=kept).left_for_pods
    seen = 8192 * 925 // 1000
    assert left["cpu"] == "500m"
    assert left["memory"] == f"{seen - 1024 - 255 - 11 * 29 - seen // 10}Mi"
    assert left["ephemeral-storage"] == f"{200 * 1024 - 1024 - 2048}Mi"


def test_resources_are_the_least_that_any_of_the_types_has() -> None:
    node = described("g6.12xlarge", "g6.48xlarge", on_instance_store=True)
    assert node.capacity == {"ephemeral-storage": "3760G", "nvidia.com/gpu": "4"}
    assert node.left_for_pods["cpu"] == f"{48000 - 60 - 10 - 10 - 470}m"


def test_resources_of_a_node_with_efa_have_its_interfaces_and_huge_pages() -> None:
    assert described("trn2.48xlarge", efa="efa_only").capacity == {
        "ephemeral-storage": "200Gi",
        "aws.amazon.com/neuron": "16",
        # Two of the 128 are one to software.
        "aws.amazon.com/neuroncore": "64",
        "vpc.amazonaws.com/efa": "16",
        "hugepages-2Mi": "10256Mi",
    }


def test_software_sees_whole_cores() -> None:
    models = {facts.accelerator_model: facts.accelerator_cores for facts in TYPES}
    for model, physical in PHYSICAL_CORES_OF_A_LOGICAL_ONE.items():
        cores = models[model]
        assert cores is not None
        assert cores % physical == 0


def test_huge_pages_of_the_file_are_those_there_are() -> None:
    node = described("p5.48xlarge", efa="efa_only", huge_pages_2mib=100)
    assert node.capacity["hugepages-2Mi"] == "200Mi"


def test_every_type_leaves_something_and_never_more_than_it_has() -> None:
    assert len(TYPES) > 500
    for facts in TYPES:
        node = described(
            facts.name,
            efa="efa_only" if has_efa_by_default(facts) else None,
            on_instance_store=facts.instance_store is not None,
        )
        left = node.left_for_pods
        assert 0 < milli(left["cpu"]) < facts.vcpus * 1000, facts.name
        assert mebibytes(left["memory"]) < facts.memory_mib, facts.name
        # The smallest types are not for Kubernetes.
        assert facts.memory_mib < 2048 or mebibytes(left["memory"]) > 0, facts.name
        storage = mebibytes(left["ephemeral-storage"])
        assert 0 < storage < mebibytes(node.ephemeral_storage), facts.name


def test_every_type_offers_its_accelerators_and_its_efa() -> None:
    devices = {"nvidia": "nvidia.com/gpu", "neuron": "aws.amazon.com/neuron"}
    for facts in TYPES:
        efa = has_efa_by_default(facts)
        left = described(facts.name, efa="efa_only" if efa else None).left_for_pods
        expected = {}
        if facts.accelerator in devices:
            expected[devices[facts.accelerator]] = str(facts.accelerator_count)
        if facts.accelerator == "neuron":
            each = logical_cores(facts.accelerator_model, facts.accelerator_cores or 0)
            assert each > 0, facts.name
            expected["aws.amazon.com/neuroncore"] = str(facts.accelerator_count * each)
        if efa:
            expected["vpc.amazonaws.com/efa"] = str(len(facts.efa_cards))
        assert {name: left[name] for name in left if ".com/" in name} == expected, facts.name
