"""What the nodes of a group are: hardware, interfaces, operating system, labels, taints."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from cli.explain.subject import GroupSubject
from cli.explain.told import Line
from modules.catalog.instance_types import InstanceTypeFacts, source_of
from modules.config.derived.nodes import decided_interfaces, user_data_parts
from modules.config.derived.tags import cluster_tags
from modules.planning.nodes.autoscaler_tags import autoscaler_tags
from modules.planning.nodes.decided import Reason
from modules.planning.nodes.network_interfaces import NetworkInterface

_MIB_PER_GIB = 1024


def lines_of_nodes(subject: GroupSubject) -> Iterator[Line]:
    """Tell what the nodes are."""
    group, node = subject.group, subject.node
    for facts in group.hardware_facts:
        keys = ("instance_types",) if group.hardware is None else ("instance_types", "hardware")
        yield subject.line(
            "instance type", _hardware(facts), Reason(keys=keys, source=source_of(facts))
        )
    layout = group.efa_decided
    yield subject.line("EFA", layout.value or "none", layout.because)
    interfaces = decided_interfaces(group)
    if interfaces.value:
        yield subject.line("interfaces", _interfaces(interfaces.value), interfaces.because)
    else:
        yield subject.line("interfaces", "EC2's usual single one", Reason(keys=("efa",)))
    yield from _software(subject)
    yield from _marks(subject)
    yield from _tags(subject)
    store = group.instance_store_decided
    is_one = "one volume (raid0)" if store.value else "left alone"
    yield subject.line("instance store", is_one, store.because)
    yield subject.of_keys("volume", f"{group.volume.size_gib} GiB gp3, encrypted", "volume")
    yield subject.of_keys("ephemeral storage", node.ephemeral_storage, "instance_store", "volume")


def _hardware(facts: InstanceTypeFacts) -> str:
    told = [f"{facts.architecture}, {facts.vcpus} vCPU, {facts.memory_mib / _MIB_PER_GIB:,g} GiB"]
    if facts.accelerator_count:
        told.append(f"{facts.accelerator_count} {facts.accelerator_model} ({facts.accelerator})")
    cards = len(facts.network_cards)
    told.append(f"{cards} network card{'s' if cards > 1 else ''}, EFA on {len(facts.efa_cards)}")
    if facts.instance_store is not None:
        store = facts.instance_store
        told.append(f"{store.disks} NVMe of {store.disk_size_gb:,} GB")
    return f"{facts.name}: {', '.join(told)}"


def _interfaces(interfaces: Sequence[NetworkInterface]) -> str:
    kinds = Counter(interface.interface_type for interface in interfaces)
    lines = [", ".join(f"{count} x {kind}" for kind, count in kinds.items())]
    cards = {
        card: ", ".join(f"{i.interface_type} (device {i.device_index})" for i in on_it)
        for card, on_it in groupby(interfaces, key=lambda i: i.network_card_index)
    }
    # Cards that are alike stand next to each other.
    for layout, alike in groupby(cards, key=lambda card: cards[card]):
        first, *others = alike
        named = f"cards {first} to {others[-1]}" if others else f"card {first}"
        lines.append(f"{named}: {layout}")
    return "\n".join(lines)


def _software(subject: GroupSubject) -> Iterator[Line]:
    group = subject.group
    ami = group.ami_type_decided
    yield subject.line("AMI type", ami.value, ami.because)
    release = group.ami_release_version or "the newest when nodes are next rolled"
    yield subject.of_keys("AMI release", release, "ami_release_version")
    parts = user_data_parts(group, subject.node)
    for number, part in enumerate(parts, start=1):
        what = f"user data {number} of {len(parts)}"
        content = f"{part.value.content_type}\n{part.value.content.rstrip()}"
        yield subject.line(what, content, part.because)
    if not parts:
        yield subject.of_keys("user data", "none of ours; EKS adds its own", "user_data")


def _marks(subject: GroupSubject) -> Iterator[Line]:
    node = subject.node
    for key, label in sorted(node.labels_decided.items()):
        yield subject.line("label", f"{key}={label.value}", label.because)
    taints = node.taints_decided
    value = "\n".join(sorted(map(str, taints.value))) or "none"
    yield subject.line("taints", value, taints.because)


def _tags(subject: GroupSubject) -> Iterator[Line]:
    tags = cluster_tags(subject.read.cluster)
    value = "\n".join(f"{key}={text}" for key, text in tags.items())
    because = "on everything a launch makes; the last names the cluster"
    yield subject.of_file("tags", value, ("tags",), ("name",), because=because)
    if subject.group.scaling.owner == "autoscaler":
        described = autoscaler_tags(subject.node, group=subject.name)
        value = "\n".join(f"{key}={text}" for key, text in sorted(described.items()))
        text = "tell the cluster autoscaler what a node of an empty group would be"
        reason = Reason(text=text, keys=("scaling.owner",))
        yield subject.line("Auto Scaling tags", value, reason)
