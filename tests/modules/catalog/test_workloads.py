"""What add-ons run is set where their configuration has a place for it."""

import pytest

from modules.catalog.definitions import definition
from modules.catalog.workloads import WORKLOADS, Workload
from modules.config.derived.add_ons import add_on_configuration
from modules.config.rules.typed.walk import mismatches
from modules.planning.nodes.add_on_pods import at_path
from tests.modules.config.files import cluster

CONFIGURED = [
    workload
    for workloads in WORKLOADS.values()
    for workload in workloads
    if workload.configured_at is not None and definition(workload.add_on) is not None
]


@pytest.mark.parametrize("workload", CONFIGURED, ids=lambda workload: workload.name)
def test_tolerations_stand_where_the_add_on_reads_them(workload: Workload) -> None:
    known = definition(workload.add_on)
    assert known is not None
    assert workload.configured_at is not None
    tolerations = at_path(workload.configured_at, [{"operator": "Exists"}])
    assert [str(found) for found in mismatches(tolerations, known)] == []
    if workload.switched_at is not None:
        assert [*mismatches(at_path(workload.switched_at, value=False), known)] == []


def test_what_add_ons_are_told_by_default_is_what_they_take() -> None:
    groups = {
        "system": {
            "instance_types": ["m7i.large"],
            "taints": [{"key": "CriticalAddonsOnly", "effect": "NoSchedule"}],
        },
        "h100": {"instance_types": ["p5.48xlarge"], "availability_zone": "us-west-2a"},
    }
    made = cluster(node_groups=groups)
    told = {name: add_on_configuration(made, name) for name in WORKLOADS}
    given = {name: settings for name, settings in told.items() if settings}
    assert sorted(given) == ["eks-node-monitoring-agent", "metrics-server", "vpc-cni"]
    for name, settings in given.items():
        known = definition(name)
        assert known is not None
        assert [str(found) for found in mismatches(settings, known)] == []
