"""What is found out without applying anything is what is found where a cluster runs.

One cluster with every optional feature is applied to the emulator. Then edits of it are planned
twice: over its real state, after a look at what exists, and over a state that was made up.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from embedded_aws.drift_gaps import unexplained_drift
from embedded_aws.emulator import Emulator
from embedded_aws.workspace import EmbeddedTarget
from modules.config import ClusterConfig
from modules.planning.changes.effects import Effects, effects_of, worded
from tests.changes.edits import LEFT_OUT, Edit, Members
from tests.changes.measuring import synthesized
from tests.changes.planning import Bench
from tests.changes.slices import sliced
from tests.end_to_end.deployment import Deployment, deploy

pytestmark = pytest.mark.e2e

_ROLE = "arn:aws:iam::111122223333:role/{}"
#: Whatever can be switched off is on.
EVERYTHING: Members = {
    "name": "covered",
    "region": "us-west-2",
    "account_id": "111122223333",
    "network": {"availability_zones": ["us-west-2a", "us-west-2b"]},
    "access": {
        "admins": [_ROLE.format("Admin")],
        "viewers": [_ROLE.format("Viewer")],
        "public_endpoint": True,
        "allowed_cidrs": ["203.0.113.0/24"],
    },
    "add_ons": {
        "snapshot-controller": {},
        "aws-mountpoint-s3-csi-driver": {
            "pod_identity": {
                "service_account": "s3-csi-driver-sa",
                "policy_arns": ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
            }
        },
    },
    "node_groups": {
        "system": {"instance_types": ["m7i.large"]},
        "spare": {"instance_types": ["m7i.large"]},
        "training": {
            "instance_types": ["g6.8xlarge"],
            "availability_zone": "us-west-2a",
            "efa": True,
            "scaling": {"min": 0, "desired": 2, "max": 4, "owner": "autoscaler"},
        },
    },
    "storage": {
        "efs": {
            "home": {
                "access_points": {"vision": {"uid": 1000, "gid": 1000}},
                "delete_with_files": True,
            }
        }
    },
    "tags": {"team": "research"},
}


def off(at: str, after: Any = LEFT_OUT, before: Any = LEFT_OUT) -> Edit:
    return Edit(at=at, before=before, after=after, start=EVERYTHING)


_TRAINING = "node_groups.training"
_S3 = "add_ons.aws-mountpoint-s3-csi-driver"
#: Each feature that can be taken away, and beyond that an edit for every kind of effect.
EDITS: Mapping[str, Edit] = {
    "no flow logs": off("network.flow_logs", "none"),
    "no gateway": off("network.nat_gateways", "none"),
    "no EFA": off(f"{_TRAINING}.efa", after=False, before=True),
    "no placement group": off(f"{_TRAINING}.placement_group", "none"),
    "no autoscaler": off(f"{_TRAINING}.scaling.owner", "terraform", "autoscaler"),
    "no key for volumes": off("encryption.volumes", "aws"),
    "one key": off("encryption.keys", "shared"),
    "no viewers": off("access.viewers", [], EVERYTHING["access"]["viewers"]),
    "no admins": off("access.admins", [], EVERYTHING["access"]["admins"]),
    "no public endpoint": off("access", {"admins": [_ROLE.format("Admin")]}, EVERYTHING["access"]),
    "no snapshots": off("add_ons.snapshot-controller", LEFT_OUT, {}),
    "no EBS": off("add_ons.aws-ebs-csi-driver", {"install": False}),
    "no role of an add-on": off(
        "add_ons.aws-mountpoint-s3-csi-driver",
        {},
        EVERYTHING["add_ons"]["aws-mountpoint-s3-csi-driver"],
    ),
    "no spare group": off("node_groups.spare", LEFT_OUT, EVERYTHING["node_groups"]["spare"]),
    "no tags": off("tags", {}, EVERYTHING["tags"]),
    "a label": off(f"{_TRAINING}.labels", {"team": "research"}),
    "another instance type": off(f"{_TRAINING}.instance_types", ["g6.16xlarge"], ["g6.8xlarge"]),
    "another path of roles": off("iam.path", "/training/"),
    "other addresses of services": off("network.service_cidr", "172.21.0.0/16"),
    "another network": off("network.cidr", "10.1.0.0/16"),
}
#: All that can be taken away from a cluster that runs, at once.
NOTHING: Members = {
    key: value for key, value in EVERYTHING.items() if key not in {"access", "add_ons", "tags"}
} | {
    "network": {**EVERYTHING["network"], "flow_logs": "none", "nat_gateways": "none"},
    "node_groups": {
        "system": {"instance_types": ["m7i.large"]},
        "training": {
            "instance_types": ["g6.8xlarge"],
            "availability_zone": "us-west-2a",
            "scaling": {"min": 0, "desired": 2, "max": 4},
        },
    },
}


@dataclass(frozen=True)
class Both:
    """What an edit does over the real state, and over one that was made up."""

    real: Effects
    made_up: Effects


def told(effects: Effects) -> tuple[list[str], list[tuple[str, tuple[str, ...]]]]:
    changes = [(change.address, change.actions) for change in effects.plan.changes]
    return worded(effects, groups=len(EVERYTHING["node_groups"])), sorted(changes)


@pytest.fixture(scope="module")
def applied(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """The cluster with everything."""
    cluster = ClusterConfig.model_validate(EVERYTHING)
    (deployment,) = deploy([cluster], emulator, tmp_path_factory.mktemp("applied"))
    deployment.terraform.apply_unseen()
    return deployment


@pytest.fixture(scope="module")
def bench(target: EmbeddedTarget, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Where edits are planned."""
    return Bench(folder=tmp_path_factory.mktemp("planned"), target=target)


@pytest.fixture(scope="module")
def both(applied: Deployment, bench: Bench) -> Mapping[str, Both]:
    """What each edit does."""
    named = {name.replace(" ", "_"): edit.files() for name, edit in EDITS.items()}
    named["nothing_left"] = (EVERYTHING, NOTHING)
    stacks = {
        name: (synthesized(before).document, synthesized(after).document)
        for name, (before, after) in named.items()
    }
    state = json.loads((applied.terraform.folder / "terraform.tfstate").read_text("utf-8"))
    made_up = bench.plans({name: sliced(*pair, bench.schema) for name, pair in stacks.items()})
    real = bench.plans_over({name: sliced(*pair, None) for name, pair in stacks.items()}, state)
    return {
        name: Both(real=effects_of(real[name]), made_up=effects_of(made_up[name]))
        for name in stacks
    }


@pytest.mark.parametrize("name", [*EDITS, "nothing left"])
def test_over_a_real_state_an_edit_does_what_it_does_over_one_that_was_made_up(
    both: Mapping[str, Both], name: str
) -> None:
    each = both[name.replace(" ", "_")]
    assert each.real.plan.changes
    assert told(each.real) == told(each.made_up)


def test_the_edits_have_every_kind_of_effect(both: Mapping[str, Both]) -> None:
    words = {word for each in both.values() for word in worded(each.real)}
    for start in (
        "in place",
        "rolls",
        "removes one node group",
        "replaces one node group",
        "lets go of keys",
        "replaces the cluster",
        "replaces the network, which AWS refuses",
    ):
        assert any(word.startswith(start) for word in words), start


def test_all_that_can_be_taken_away_can_be_at_once(
    applied: Deployment, both: Mapping[str, Both]
) -> None:
    deployment = applied.changed_to(ClusterConfig.model_validate(NOTHING))
    done = effects_of(deployment.terraform.planned())
    assert told(done) == told(both["nothing_left"].real)
    deployment.terraform.apply()
    assert unexplained_drift(deployment.terraform.plan()) == []
