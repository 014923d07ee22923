"""What keeps a job from running on the nodes of a group."""

from collections.abc import Iterator, Sequence

from modules.catalog.nearest import nearest
from modules.config import ClusterConfig
from modules.config.problems import Problem
from modules.jobs.names import problems_of_names
from modules.jobs.room import MARGIN, Room, room_on
from modules.jobs.share import cpu_milli, memory_mib, processes, wants_efa
from modules.jobs.spec import JobSpec
from modules.planning.nodes.conventions import EFA_RESOURCE
from modules.planning.nodes.quantities import NotAQuantityError, mebibytes, milli


def problems_of(cluster: ClusterConfig, spec: JobSpec) -> Sequence[Problem]:
    """List what keeps a job from running; paths are those of the file, or options."""
    groups = cluster.node_groups
    if spec.group not in groups:
        hint = nearest(spec.group, [*groups])
        ways = f"did you mean {hint!r}?" if hint else f"node groups are {', '.join(groups)}"
        return [Problem(("--group",), f"no node group {spec.group!r}; {ways}")]
    room = room_on(cluster, spec.group)
    return [*problems_of_names(spec), *_of_counts(cluster, spec, room), *_of_amounts(spec, room)]


def warnings_of(cluster: ClusterConfig, spec: JobSpec) -> Sequence[str]:
    """List what somebody may not expect of a job that fits."""
    room = room_on(cluster, spec.group)
    scaling = cluster.node_groups[spec.group].scaling
    told = []
    if spec.nodes > 1 and not wants_efa(room.node, spec):
        why = "--no-efa" if EFA_RESOURCE in room.node.devices else "they have no EFA"
        told.append(f"the nodes of {spec.group} talk to each other over TCP: {why}")
    if scaling.owner == "terraform" and scaling.desired < spec.nodes:
        told.append(
            f"{spec.group} has {scaling.desired} node{'' if scaling.desired == 1 else 's'}, and "
            f"nobody adds any by itself: raise desired to {spec.nodes}"
        )
    return told


def _of_counts(cluster: ClusterConfig, spec: JobSpec, room: Room) -> Iterator[Problem]:
    path = ("node_groups", spec.group)
    most = cluster.node_groups[spec.group].scaling.max
    if not spec.command:
        yield Problem(("--",), "no command; write it after the options, as in -- torchrun train.py")
    if spec.nodes > most:
        yield Problem(
            (*path, "scaling", "max"),
            f"{spec.nodes} nodes asked for, and the group has {most} at the most; write --nodes "
            f"{most}, or raise max",
        )
    if spec.efa and EFA_RESOURCE not in room.node.devices:
        able = min(facts.efa_interfaces for facts in room.node.makings.types) > 0
        way = "write efa: true" if able else "use instance types that have it"
        yield Problem(
            (*path, "efa"), f"--efa asked for, and the nodes have none; {way}, or --no-efa"
        )
    if processes(room.node, spec) is None:
        name = room.node.makings.types[0].name
        yield Problem(
            ("--processes",), f"it is not known how many Neuron cores {name} has; write how many"
        )


def _of_amounts(spec: JobSpec, room: Room) -> Iterator[Problem]:
    wrong = [*_of_quantities(spec)]
    if wrong:
        yield from wrong
        return
    if cpu_milli(room, spec) > room.cpu_milli:
        way = f"ask for {room.cpu_milli}m or less, or leave --cpu out"
        yield Problem(("--cpu",), f"{spec.cpu} asked for, and {room.of_cpu()}; {way}")
    if memory_mib(room, spec) > room.memory_mib:
        way = f"ask for {room.memory_mib}Mi or less, or leave --memory out"
        yield Problem(("--memory",), f"{spec.memory} asked for, and {room.of_memory()}; {way}")
    yield from _of_nothing_left(spec, room)
    memory = memory_mib(room, spec)
    if spec.shared_memory is not None and mebibytes(spec.shared_memory) > memory > 0:
        yield Problem(
            ("--shared-memory",),
            f"{spec.shared_memory} is more than the {memory}Mi of memory of a pod, which "
            "/dev/shm counts against; ask for less",  # noqa: S108
        )


def _of_nothing_left(spec: JobSpec, room: Room) -> Iterator[Problem]:
    path = ("node_groups", spec.group, "instance_types")
    for option, left, told, margin in (
        ("--cpu", cpu_milli(room, spec), room.of_cpu(), f"{MARGIN.cpu_milli}m"),
        ("--memory", memory_mib(room, spec), room.of_memory(), f"{MARGIN.memory_mib}Mi"),
    ):
        if left == 0:
            yield Problem(
                path,
                f"a margin of {margin} leaves nothing for a job, since {told}; use a larger type, "
                f"or say {option}",
            )


def _of_quantities(spec: JobSpec) -> Iterator[Problem]:
    for option, asked in (
        ("--cpu", spec.cpu),
        ("--memory", spec.memory),
        ("--shared-memory", spec.shared_memory),
    ):
        try:
            if asked is not None and milli(asked) <= 0:
                yield Problem((option,), f"{asked} is nothing; ask for more, or leave {option} out")
        except NotAQuantityError as error:
            yield Problem((option,), str(error))
