"""What a later change of each field of a file does to what runs.

Nearly all of it is measured: `changes.json` is written by ``python -m tests.changes``, which plans
every change with the real AWS provider. What that release cannot plan stands here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

FileKind = Literal["cluster", "state_bucket"]

MEASURED_FILE = Path(__file__).with_name("changes.json")
_API = "https://docs.aws.amazon.com/eks/latest/APIReference/API_{}.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """What a change of a field does.

    Attributes:
        does: What it does, by what is changed to what, as ``all to none``; if all changes do the
            same, by an empty text.
        source: Where it stands, if it was not measured.
    """

    does: Mapping[str, str]
    source: str | None = None


def _by_api(operation: str) -> FieldChange:
    return FieldChange(does={"": "in place"}, source=_API.format(operation))


_REGION = (
    "https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/guides/"
    "enhanced-region-support.html.markdown"
)
_LUSTRE = (
    "https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/fsx/"
    "lustre_file_system.go"
)
_AT_LEAST_625 = (
    "update.strategy",
    "node_repair.max_unhealthy_node_threshold_count",
    "node_repair.max_unhealthy_node_threshold_percentage",
    "node_repair.max_parallel_nodes_repaired_count",
    "node_repair.max_parallel_nodes_repaired_percentage",
    "node_repair.overrides",
    "node_repair.overrides[].node_monitoring_condition",
    "node_repair.overrides[].node_unhealthy_reason",
    "node_repair.overrides[].min_repair_wait_time_mins",
    "node_repair.overrides[].repair_action",
)

#: Fields that the release that the rest is measured with plans otherwise than newer ones, or not at
#: all. What it has no arguments for is in the EKS API's own updates, which replace nothing. A
#: region it does not keep in the state: it looks for everything in the new one, and finds nothing.
NOT_MEASURED: Mapping[FileKind, Mapping[str, FieldChange]] = MappingProxyType(
    {
        "cluster": {
            "region": FieldChange(
                does={
                    "": "replaces the network and the cluster, schedules the deletion of keys, "
                    "deletes logs; a provider older than 6.0 forgets the network, the cluster, "
                    "node groups, keys and logs, left running in the region before"
                },
                source=_REGION,
            ),
            # In the way of a plan is what a persistent one has that a scratch one may not.
            "storage.lustre.<name>.deployment": FieldChange(
                does={
                    "persistent_2 to scratch_2": "refused by Terraform: take the entry out first, "
                    "which deletes file systems",
                    "scratch_2 to persistent_2": "deletes file systems",
                },
                source=_LUSTRE,
            ),
            "control_plane.deletion_protection": _by_api("UpdateClusterConfig"),
            "control_plane.tier": _by_api("UpdateClusterConfig"),
            **{
                f"node_groups.<name>.{field}": _by_api("UpdateNodegroupConfig")
                for field in _AT_LEAST_625
            },
        },
        "state_bucket": {
            "region": FieldChange(
                does={"": "refused by Terraform: what would be destroyed is protected"},
                source=_REGION,
            )
        },
    }
)


def field_changes(kind: FileKind) -> Mapping[str, FieldChange]:
    """Give what a change of each field does, by path, as ``node_groups.<name>.labels``."""
    measured = {
        path: FieldChange(does={"": does} if isinstance(does, str) else does)
        for path, does in _measured()[kind].items()
    }
    return {**measured, **NOT_MEASURED[kind]}


def measured_with() -> str:
    """Give the release of the AWS provider that changes were measured with."""
    return str(_measured()["provider"])


@cache
def _measured() -> Mapping[str, Any]:
    return MappingProxyType(json.loads(MEASURED_FILE.read_text(encoding="utf-8")))
