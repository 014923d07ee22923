"""The catalog holds to its own rules, and to what AWS says."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import botocore.session
import pytest

from modules.catalog import instance_types as instance_types_module
from modules.catalog.add_ons import ADD_ONS
from modules.catalog.ami_types import AMI_TYPES, ami_type_facts, default_ami_type
from modules.catalog.iam_policies import CLUSTER_ROLE_POLICIES, NODE_ROLE_POLICIES
from modules.catalog.instance_types import instance_type_facts, instance_types
from modules.catalog.kubernetes_versions import KUBERNETES_VERSIONS
from modules.catalog.nearest import UnknownNameError
from modules.catalog.regions import other_partition, region_facts, regions
from modules.config import CapacityConfig, NodeRepairConfig, RepairOverrideConfig, UpdateConfig
from modules.config.sections.control_plane import ControlPlaneConfig
from modules.planning.network.subnets import MOST_ZONES
from modules.planning.nodes.taints import TaintEffect, eks_effect
from tools.refresh_catalog import instance_type_rows, offering_rows, region_rows

DATA = Path(instance_types_module.__file__).parent


def stored(name: str) -> list[Mapping[str, Any]]:
    rows = json.loads((DATA / name).read_text(encoding="utf-8"))["rows"]
    return [dict(row) for row in rows]


def eks_values(shape: str) -> set[str]:
    """Give the values the EKS API takes for one of its types."""
    model = botocore.session.get_session().get_service_model("eks")
    return set(model.shape_for(shape).enum)


def snake_case(name: str) -> str:
    """Spell one of the API's names as the cluster file does."""
    return re.sub(r"([A-Z])", lambda match: f"_{match.group(1).lower()}", name)


def test_instance_types_are_what_aws_answered() -> None:
    assert stored("instance_types.json") == instance_type_rows()


def test_offerings_are_what_aws_answered() -> None:
    assert stored("offerings.json") == offering_rows()


def test_regions_are_what_aws_answered() -> None:
    assert stored("regions.json") == region_rows()


def test_counts_are_positive_and_accelerators_are_counted() -> None:
    wrong = [
        facts.name
        for facts in instance_types().values()
        if facts.vcpus <= 0
        or facts.memory_mib <= 0
        or (facts.accelerator == "none") != (facts.accelerator_count == 0)
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("name", "kind", "count"),
    [
        ("m7i.large", "none", 0),
        ("g6.8xlarge", "nvidia", 1),
        ("p5.48xlarge", "nvidia", 8),
        ("p6-b300.48xlarge", "nvidia", 8),
        ("trn2.48xlarge", "neuron", 16),
        ("trn2u.48xlarge", "neuron", 16),
        ("inf2.48xlarge", "neuron", 12),
    ],
)
def test_these_are_known_for_what_they_are(name: str, kind: str, count: int) -> None:
    facts = instance_type_facts(name)
    assert (facts.accelerator, facts.accelerator_count) == (kind, count)


def test_no_region_has_more_zones_than_subnets_can_be_planned_for() -> None:
    assert max(len(region.zones) for region in regions().values()) <= MOST_ZONES


@pytest.mark.parametrize(
    ("region", "zones"),
    [
        ("us-west-2", "abcd"),
        ("us-east-1", "abcdef"),
        ("ap-northeast-1", "acdb"),
        ("us-west-1", "abc"),
        ("ca-central-1", "abd"),
    ],
)
def test_the_order_of_zones_never_changes(region: str, zones: str) -> None:
    assert region_facts(region).zones == tuple(f"{region}{letter}" for letter in zones)


@pytest.mark.parametrize(
    ("look_up", "name", "message"),
    [
        (instance_type_facts, "p5.48xlarg", "no instance type 'p5.48xlarg' in the catalog; "),
        (region_facts, "us-west2", "no region 'us-west2' in the catalog; "),
        (
            ami_type_facts,
            "AL2023_x86_64_NVIDA",
            "no AMI type 'AL2023_x86_64_NVIDA' in the catalog; ",
        ),
    ],
)
def test_an_unknown_name_raises_with_the_nearest_known(
    look_up: Any, name: str, message: str
) -> None:
    with pytest.raises(UnknownNameError) as unknown:
        look_up(name)
    assert str(unknown.value).startswith(f"{message}did you mean ")


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("us-gov-west-1", "AWS GovCloud (US)"),
        ("cn-northwest-1", "AWS China"),
        ("eusc-de-east-1", "the AWS European Sovereign Cloud"),
        ("us-isob-east-1", "an AWS isolated partition"),
    ],
)
def test_regions_of_other_partitions_are_likened_to_none_of_ours(name: str, whose: str) -> None:
    with pytest.raises(UnknownNameError) as unknown:
        region_facts(name)
    message = f"{name!r} is a region of {whose}, which Trainyard does not build for"
    assert str(unknown.value) == message


def test_partitions_and_their_regions_are_botocores() -> None:
    session = botocore.session.get_session()
    ours = set(session.get_available_regions("eks", "aws"))
    assert set(regions()) == ours
    others = set(session.get_available_partitions()) - {"aws"}
    foreign = {name for each in others for name in session.get_available_regions("eks", each)}
    assert foreign
    assert all(other_partition(name) is not None for name in foreign)
    assert not any(other_partition(name) for name in ours)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "AL2_x86_64_GPU",
            "EKS makes no AMIs of Amazon Linux 2 any more, as AL2_x86_64_GPU is; "
            "write AL2023_x86_64_NVIDIA or AL2023_x86_64_NEURON",
        ),
        (
            "AL2_ARM_64",
            "EKS makes no AMIs of Amazon Linux 2 any more, as AL2_ARM_64 is; "
            "write AL2023_ARM_64_STANDARD",
        ),
    ],
)
def test_ami_types_of_amazon_linux_2_are_answered_with_what_came_after(
    name: str, message: str
) -> None:
    with pytest.raises(UnknownNameError) as retired:
        ami_type_facts(name)
    assert str(retired.value) == message


def test_ami_types_are_the_apis() -> None:
    assert set(AMI_TYPES) <= eks_values("AMITypes")
    others = eks_values("AMITypes") - set(AMI_TYPES)
    assert all(name.startswith(("AL2_", "WINDOWS_", "CUSTOM")) for name in others), others


def test_every_kind_of_instance_has_an_ami_that_fits_it() -> None:
    kinds = {
        (facts.architecture, facts.accelerator)
        for facts in instance_types().values()
        if facts.accelerator != "other"
    }
    for architecture, accelerator in kinds:
        name = default_ami_type(architecture, accelerator)
        assert name is not None
        ami = ami_type_facts(name)
        assert ami.architecture == architecture
        assert accelerator in ami.accelerators


def test_capacity_types_are_the_apis() -> None:
    choices = set(get_args(CapacityConfig.model_fields["type"].annotation))
    # A reservation is on-demand capacity; the launch template says which.
    assert {choice.upper() for choice in choices - {"reservation"}} == eks_values("CapacityTypes")


def test_update_strategies_are_the_apis() -> None:
    choices = get_args(get_args(UpdateConfig.model_fields["strategy"].annotation)[0])
    assert {choice.upper() for choice in choices} == eks_values("NodegroupUpdateStrategies")


def test_repairs_are_the_apis() -> None:
    model = botocore.session.get_session().get_service_model("eks")
    actions = get_args(RepairOverrideConfig.model_fields["repair_action"].annotation)
    assert set(actions) == eks_values("RepairAction")
    assert {
        "enabled",
        *(snake_case(name) for name in model.shape_for("NodeRepairConfig").members),
    } - {"node_repair_config_overrides"} == set(NodeRepairConfig.model_fields) - {"overrides"}
    override = model.shape_for("NodeRepairConfigOverrides").members
    assert {snake_case(name) for name in override} == set(RepairOverrideConfig.model_fields)


def test_taint_effects_are_the_apis() -> None:
    assert {eks_effect(effect) for effect in get_args(TaintEffect)} == eks_values("TaintEffect")


def test_upgrade_policies_are_the_apis() -> None:
    choices = get_args(ControlPlaneConfig.model_fields["upgrade_policy"].annotation)
    assert {choice.upper() for choice in choices} == eks_values("SupportType")


def test_versions_follow_each_other_and_so_do_their_dates() -> None:
    versions = list(KUBERNETES_VERSIONS.values())
    minors = [int(version.name.partition(".")[2]) for version in versions]
    assert minors == list(range(minors[0], minors[-1] + 1))
    dated = [
        (version.standard_until, version.extended_until)
        for version in versions
        if version.standard_until is not None and version.extended_until is not None
    ]
    assert all(standard < extended for standard, extended in dated)
    assert dated == sorted(dated)
    assert [version.name for version in versions[len(dated) :]] == ["1.37"]


def test_add_ons_have_distinct_role_names_and_policies_only_with_an_account() -> None:
    suffixes = [facts.role_suffix for facts in ADD_ONS.values()]
    assert all(suffixes)
    assert len(set(suffixes)) == len(suffixes)
    assert all(
        bool(facts.managed_policies) == (facts.service_account is not None)
        for facts in ADD_ONS.values()
    )


def test_what_nodes_need_is_installed_before_them_and_coredns_after() -> None:
    needed = {name: facts.phase for name, facts in ADD_ONS.items() if facts.needed_because}
    assert needed == {
        "vpc-cni": "before_nodes",
        "kube-proxy": "before_nodes",
        "eks-pod-identity-agent": "before_nodes",
        "coredns": "after_nodes",
    }


def aws_managed_policies() -> Mapping[str, Any]:
    """Give AWS's managed policies by name, as moto ships them."""
    from moto.iam.aws_managed_policies import aws_managed_policies_data  # noqa: PLC0415

    policies = json.loads(aws_managed_policies_data)
    assert isinstance(policies, dict)
    return policies


def attached_policies() -> set[str]:
    """Name all managed policies that roles get, with their paths."""
    of_add_ons = {policy for facts in ADD_ONS.values() for policy in facts.managed_policies}
    return {*CLUSTER_ROLE_POLICIES, *NODE_ROLE_POLICIES, *of_add_ons}


def test_every_policy_is_aws_own_by_its_path_and_none_has_a_successor_by_its_name() -> None:
    known = aws_managed_policies()
    attached = attached_policies()
    former = {policy for facts in ADD_ONS.values() for policy in facts.former_policies}
    for policy in attached | former:
        path, _, name = f"/{policy}".rpartition("/")
        assert known[name]["Path"] == f"{path}/", policy
    names = {policy.rpartition("/")[-1] for policy in attached}
    newer = {name for name in known if any(re.fullmatch(rf"{own}_?[vV]\d+", name) for own in names)}
    assert newer == set()


def test_the_ebs_driver_may_change_the_volumes_that_the_docs_name_and_no_others() -> None:
    document = aws_managed_policies()["AmazonEBSCSIDriverPolicyV2"]["Document"]
    conditions = [
        json.dumps(statement["Condition"])
        for statement in document["Statement"]
        if "ec2:DeleteVolume" in statement["Action"]
    ]
    tags = [tag for text in conditions for tag in re.findall(r"ec2:ResourceTag/([\w./-]+)", text)]
    assert tags == ["ebs.csi.aws.com/cluster", "kubernetes.io/created-for/pvc/name"]
    page = (DATA.parents[1] / "docs" / "security.md").read_text(encoding="utf-8")
    assert all(f"`{tag}" in page for tag in tags)
