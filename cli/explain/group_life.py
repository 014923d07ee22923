"""How a group's nodes are bought, placed, counted and replaced."""

from collections.abc import Iterator

from cli.explain.subject import GroupSubject
from cli.explain.told import Line
from modules.config.derived.addresses import zones_of
from modules.config.derived.updates import decided_start_of_new_nodes, timeouts_of
from modules.planning.names import launch_template_name


def lines_of_life(subject: GroupSubject) -> Iterator[Line]:
    """Tell how nodes come and go."""
    yield _capacity(subject)
    yield _zones(subject)
    yield _placement(subject)
    yield _size(subject)
    yield from _updates(subject)


def _capacity(subject: GroupSubject) -> Line:
    capacity = subject.group.capacity
    targets = {
        "reservation_id": capacity.reservation_id,
        "resource_group_arn": capacity.resource_group_arn,
        "preference": capacity.preference,
    }
    given = {key: value for key, value in targets.items() if value is not None}
    value = ", ".join([capacity.type, *given.values()])
    keys = [f"capacity.{key}" for key in ("type", *given)]
    start = capacity.scheduled_start
    if start is not None:
        value += f", {start.desired} nodes from {start.at.isoformat()} on"
        keys.append("capacity.scheduled_start")
    return subject.of_keys("capacity", value, *keys)


def _zones(subject: GroupSubject) -> Line:
    zones = ", ".join(zones_of(subject.read.cluster, subject.group))
    if subject.group.availability_zone is not None:
        return subject.of_keys("zones", zones, "availability_zone")
    because = "every zone of the network"
    paths = (
        ("node_groups", subject.name, "availability_zone"),
        ("network", "availability_zones"),
        ("network", "existing"),
    )
    return subject.of_file("zones", zones, *paths, because=because)


def _placement(subject: GroupSubject) -> Line:
    group = subject.group
    decided = group.placement_group_decided
    own = launch_template_name(subject.read.cluster.name, subject.name)
    value = f"{own}, a cluster one" if decided.value else group.named_placement_group or "none"
    return subject.line("placement group", value, decided.because)


def _size(subject: GroupSubject) -> Line:
    scaling = subject.group.scaling
    value = f"min {scaling.min}, desired {scaling.desired}, max {scaling.max}"
    value += f"; the desired size is the {scaling.owner}'s once the group exists"
    value = value.replace("the terraform's", "Terraform's")
    keys = [f"scaling.{key}" for key in ("min", "desired", "max", "owner")]
    return subject.of_keys("nodes", value, *keys)


def _updates(subject: GroupSubject) -> Iterator[Line]:
    group = subject.group
    start = decided_start_of_new_nodes(group)
    order = "new nodes start first" if start.value else "old nodes leave first"
    yield subject.line("update strategy", order, start.because)
    update = group.update
    if update.max_unavailable is not None:
        pace, key = f"{update.max_unavailable} at once", "update.max_unavailable"
    else:
        pace = f"{update.max_unavailable_percentage}% at once"
        key = "update.max_unavailable_percentage"
    forced = "by force where pods do not leave" if update.force else "as pods leave"
    yield subject.of_keys("update pace", f"{pace}, {forced}", key, "update.force")
    waits = timeouts_of(group)
    value = (
        f"{waits.create_minutes} minutes for a new group, {waits.update_minutes} for an update, "
        f"{waits.delete_minutes} for its end"
    )
    yield subject.line("Terraform waits", value, waits.because)
    repaired = "on" if group.node_repair.enabled else "off"
    yield subject.of_keys("node repair", repaired, "node_repair.enabled")
