"""What add-ons run is set where their configuration has a place for it."""

import pytest

from modules.catalog.definitions import definition
from modules.catalog.device_plugins import DEVICE_PLUGINS
from modules.catalog.workloads import WORKLOADS, Workload
from modules.config.derived.add_ons import add_on_configuration
from modules.config.rules.typed.walk import mismatches
from modules.planning.nodes.add_on_pods import at_path
from modules.planning.nodes.conventions import EFA_RESOURCE
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


def test_of_every_daemon_set_it_is_known_what_it_asks_for_and_who_says_so() -> None:
    every = [workload for workloads in WORKLOADS.values() for workload in workloads]
    asked = {w.name: w.requests for w in every if w.kind == "daemon set"}
    assert {name: requests for name, requests in asked.items() if requests is None} == {}
    assert all(requests is not None and requests.source for requests in asked.values())


def test_device_plugins_are_known_by_what_they_offer() -> None:
    assert {name: plugin.resource for name, plugin in DEVICE_PLUGINS.items()} == {
        "nvidia.com/gpu": "nvidia.com/gpu",
        "vpc.amazonaws.com/efa": EFA_RESOURCE,
    }
