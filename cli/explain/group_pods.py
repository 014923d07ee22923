"""What a group's nodes have for pods, and which pods of add-ons run there."""

import json
from collections.abc import Iterator

from cli.explain.subject import GroupSubject
from cli.explain.told import Line, key_at
from modules.catalog.tolerations import EVERYTHING
from modules.config.derived.addresses import demand_of, fewest_pods
from modules.config.derived.daemons import Daemon, daemons_on
from modules.planning.nodes.decided import Reason
from modules.planning.nodes.tolerations import as_written

_ALLOCATABLE = "https://kubernetes.io/docs/tasks/administer-cluster/reserve-compute-resources/"


def lines_of_pods(subject: GroupSubject) -> Iterator[Line]:
    """Tell what there is for pods."""
    node, cluster = subject.node, subject.read.cluster
    limit = node.limit
    pods = "not known" if limit.pods is None else str(limit.pods)
    yield subject.line("most pods", pods, limit.because)
    addresses = node.pod_addresses_decided
    counted = "not known" if addresses.value is None else str(addresses.value)
    yield subject.line("addresses for pods", counted, addresses.because)
    demand = demand_of(cluster, subject.name, node, pods=fewest_pods(cluster, node))
    because = f"with as few pods as there will be; {node.makings.cni.kept_free}"
    yield subject.of_file(
        "addresses a node holds",
        str(demand.addresses_per_node),
        ("network", "prefix_delegation"),
        ("add_ons", "vpc-cni", "configuration"),
        because=because,
    )
    yield from _shares(subject)
    for daemon in daemons_on(cluster, subject.name):
        yield _daemon(subject, daemon)


def _shares(subject: GroupSubject) -> Iterator[Line]:
    of_nodes = {name: each for name, each in subject.node.shares.items() if name != "pods"}
    for name, share in of_nodes.items():
        kept = ", ".join(f"{amount} for {what}" for what, amount in share.kept.items())
        because = f"of {share.whole}, without {kept}" if kept else ""
        keys = ("instance_types", "kubelet") if kept else ("instance_types",)
        reason = Reason(text=because, keys=keys, source=_ALLOCATABLE if kept else "")
        yield subject.line("left for pods", f"{name} {share.left}", reason)


def _daemon(subject: GroupSubject, daemon: Daemon) -> Line:
    workload = daemon.workload
    what = f"daemon set {workload.name} of {workload.add_on}"
    taints = ", ".join(map(str, daemon.kept_away_by))
    tolerated = json.dumps([*map(as_written, daemon.tolerations)])
    everything = EVERYTHING in daemon.tolerations
    value = f"runs here; tolerates {'everything' if everything else tolerated}"
    if taints:
        value = f"does not run here: it does not tolerate {taints}; {workload.without_it}"
    path = ("add_ons", workload.add_on, "configuration")
    configured = daemon.tolerations_of != "the add-on"
    return Line(
        what=what,
        value=value,
        because=f"its tolerations are those of {daemon.tolerations_of}",
        keys=[key_at(subject.read.source, path, ".".join(path))] if configured else [],
        source=workload.source,
    )
