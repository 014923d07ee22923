"""What does not fit is refused, with the arithmetic."""

from typing import Any

import pytest

from modules.config import ClusterConfig
from modules.jobs.fit import problems_of, warnings_of
from modules.jobs.names import longest_name_of, name_for
from modules.jobs.room import MARGIN, room_on
from modules.jobs.share import share_of
from tests.modules.config.files import cluster
from tests.modules.jobs.specs import SYSTEM, groups, spec

P5 = cluster(node_groups=groups(scaling={"min": 2, "max": 4}))
G6 = cluster(node_groups=groups(instance_types=["g6.8xlarge"]))
TINY = cluster(
    node_groups={
        "system": SYSTEM,
        "gpus": {
            "instance_types": ["t3.small"],
            "kubelet": {"systemReserved": {"memory": "500Mi", "cpu": "600m"}},
        },
    }
)
NEW = cluster(
    node_groups=groups(
        instance_types=["trn9.48xlarge"],
        hardware={
            "architecture": "x86_64",
            "vcpus": 192,
            "memory_gib": 2048,
            "accelerator": {"kind": "neuron", "model": "Trainium9", "count": 16},
            "network_cards": [{"count": 1, "interfaces": 15}],
            "ipv4_per_interface": 50,
        },
    )
)
NO_NAME = "write lower-case letters, digits and hyphens"
REFUSED: list[tuple[ClusterConfig, dict[str, Any], list[str]]] = [
    (P5, {"group": "gpu"}, ["--group: no node group 'gpu'; did you mean 'gpus'?"]),
    (P5, {"group": "x"}, ["--group: no node group 'x'; node groups are system, gpus"]),
    (
        P5,
        {"nodes": 5},
        [
            "node_groups.gpus.scaling.max: 5 nodes asked for, and the group has 4 at the most; "
            "write --nodes 4, or raise max"
        ],
    ),
    (
        P5,
        {"memory": "2Ti"},
        [
            "--memory: 2Ti asked for, and 1927984Mi is there: 1939865Mi of p5.48xlarge, without "
            "1355Mi for the kubelet and the container runtime, 100Mi for the margin before "
            "eviction, 10256Mi for huge pages, 170Mi for daemon sets and device plugins; ask for "
            "1927984Mi or less, or leave --memory out"
        ],
    ),
    (
        P5,
        {"cpu": "192"},
        [
            "--cpu: 192 asked for, and 191250m is there: 192000m of p5.48xlarge, without 550m for "
            "the kubelet and the container runtime, 200m for daemon sets and device plugins; ask "
            "for 191250m or less, or leave --cpu out"
        ],
    ),
    (
        P5,
        {"memory": "8Gi", "shared_memory": "9Gi"},
        [
            "--shared-memory: 9Gi is more than the 8192Mi of memory of a pod, which /dev/shm "
            "counts against; ask for less"
        ],
    ),
    (
        P5,
        {"cpu": "many", "memory": "0", "shared_memory": "-1Gi"},
        [
            "--cpu: 'many' is not a quantity; write one like 500m or 1Gi",
            "--memory: 0 is nothing; ask for more, or leave --memory out",
            "--shared-memory: -1Gi is nothing; ask for more, or leave --shared-memory out",
        ],
    ),
    (
        G6,
        {"efa": True},
        [
            "node_groups.gpus.efa: --efa asked for, and the nodes have none; write efa: true, or "
            "--no-efa"
        ],
    ),
    (
        P5,
        {"group": "system", "efa": True},
        [
            "node_groups.system.efa: --efa asked for, and the nodes have none; use instance types "
            "that have it, or --no-efa"
        ],
    ),
    (
        NEW,
        {},
        ["--processes: it is not known how many Neuron cores trn9.48xlarge has; write how many"],
    ),
    (
        P5,
        {"command": []},
        ["--: no command; write it after the options, as in -- torchrun train.py"],
    ),
    (P5, {"name": "8"}, [f"--name: '8' is not a name that host names can be made of; {NO_NAME}"]),
    (
        P5,
        {"name": "x" * 62},
        [
            f"--name: its pods would have names of 64 characters, such as {'x' * 62}-1, and 63 is "
            "the most; write one 1 shorter"
        ],
    ),
    (
        P5,
        {"namespace": "A", "queue": "a_b", "priority_class": "", "service_account": "x" * 254},
        [
            f"--namespace: 'A' is not the name of a namespace; {NO_NAME}",
            f"--service-account: '{'x' * 254}' is not a name of at most 253 characters; {NO_NAME}",
            f"--priority-class: '' is not a name of at most 253 characters; {NO_NAME}",
            f"--queue: 'a_b' is not a name of at most 63 characters; {NO_NAME}",
        ],
    ),
    (
        P5,
        {"image": "a b", "environment": {"A-B": "x"}},
        [
            "--env: 'A-B' is not the name of a variable; write letters, digits and _",
            "--image: 'a b' is not the name of an image; write one like x:1",
        ],
    ),
]


@pytest.mark.parametrize(("made", "asked", "said"), REFUSED)
def test_what_does_not_fit_is_refused(
    made: ClusterConfig, asked: dict[str, Any], said: list[str]
) -> None:
    assert [str(problem) for problem in problems_of(made, spec(**asked))] == said


def test_where_the_margin_is_all_there_is_more_must_be_said() -> None:
    assert [str(problem) for problem in problems_of(TINY, spec())] == [
        "node_groups.gpus.instance_types: a margin of 1024Mi leaves nothing for a job, since 768Mi "
        "is there: 1894Mi of t3.small, without 376Mi for the kubelet and the container runtime, "
        "500Mi for the system, 100Mi for the margin before eviction, 150Mi for daemon sets and "
        "device plugins; use a larger type, or say --memory"
    ]
    assert problems_of(TINY, spec(memory="100Mi", cpu="500m")) == []


@pytest.mark.parametrize("option", ["cpu", "memory"])
def test_all_that_is_there_may_be_asked_for(option: str) -> None:
    room = room_on(P5, "gpus")
    whole = {"cpu": f"{room.cpu_milli}m", "memory": f"{room.memory_mib}Mi"}[option]
    more = {"cpu": f"{room.cpu_milli + 1}m", "memory": f"{room.memory_mib + 1}Mi"}[option]
    assert problems_of(P5, spec(**{option: whole})) == []
    assert len(problems_of(P5, spec(**{option: more}))) == 1


def test_unasked_a_pod_leaves_a_margin() -> None:
    room, share = room_on(P5, "gpus"), share_of(P5, spec())
    assert room.memory_mib - share.memory_mib == MARGIN.memory_mib
    assert share.cpu_milli == 190_000 <= room.cpu_milli - MARGIN.cpu_milli


def test_daemon_sets_that_stay_away_take_nothing() -> None:
    taints = [{"key": "nvidia.com/gpu", "value": "true", "effect": "NoSchedule"}]
    known = room_on(cluster(node_groups=groups(taints=taints)), "gpus")
    away = {"node": {"tolerateAllTaints": False, "tolerations": []}}
    add_ons = {"aws-ebs-csi-driver": {"configuration": away}}
    without = room_on(cluster(node_groups=groups(taints=taints), add_ons=add_ons), "gpus")
    assert known.cpu_milli_taken - without.cpu_milli_taken == 30
    assert known.memory_mib_taken - without.memory_mib_taken == 120


@pytest.mark.parametrize(
    ("made", "asked", "efa"),
    [
        (P5, {}, True),
        (P5, {"nodes": 1}, False),
        (P5, {"nodes": 1, "efa": True}, True),
        (P5, {"efa": False}, False),
        (G6, {}, False),
    ],
)
def test_efa_is_for_those_who_talk_over_it(
    made: ClusterConfig, asked: dict[str, Any], efa: bool
) -> None:
    assert share_of(made, spec(**asked)).has_efa is efa


@pytest.mark.parametrize(
    ("made", "asked", "said"),
    [
        (P5, {}, []),
        (P5, {"nodes": 1}, []),
        (P5, {"efa": False}, ["the nodes of gpus talk to each other over TCP: --no-efa"]),
        (G6, {}, ["the nodes of gpus talk to each other over TCP: they have no EFA"]),
        (
            P5,
            {"nodes": 3},
            ["gpus has 2 nodes, and nobody adds any by itself: raise desired to 3"],
        ),
    ],
)
def test_what_may_surprise_is_told(
    made: ClusterConfig, asked: dict[str, Any], said: list[str]
) -> None:
    assert warnings_of(made, spec(**asked)) == said


@pytest.mark.parametrize("flavor", ["indexed-job", "jobset"])
@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("h100", "train-h100"),
        ("Chips_2", "train-chips-2"),
        ("__", "train"),
        ("x" * 63, f"train-{'x' * 34}"),
    ],
)
def test_a_job_is_named_after_its_group(group: str, name: str, flavor: Any) -> None:
    assert name_for(group) == name
    assert len(longest_name_of(spec(name=name, nodes=1000, flavor=flavor))) <= 63
