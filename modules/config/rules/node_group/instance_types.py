"""Rules of instance types, and of the AMI that they run."""

from modules.catalog.ami_types import ami_types_for
from modules.catalog.instance_types import InstanceTypeFacts, instance_type_facts
from modules.catalog.nearest import UnknownNameError, nearest
from modules.config.problems import Problem
from modules.config.rules.node_group.wrong import wrong
from modules.config.sections.node_group import NodeGroupConfig


def _instance_types_differ(group: NodeGroupConfig) -> Problem | None:
    types = group.instance_types
    twice = next((name for name in types if types.count(name) > 1), None)
    return (
        None if twice is None else wrong("instance_types", f"{twice!r} stands twice; name it once")
    )


def _instance_types_are_known(group: NodeGroupConfig) -> Problem | None:
    for index, name in enumerate(group.instance_types):
        try:
            instance_type_facts(name)
        except UnknownNameError as error:
            if group.hardware is None:
                glue = " " if error.suggestion else "; "
                message = f"{error}{glue}if it is newer than the catalog, describe it in hardware"
                return wrong(("instance_types", index), message)
    if group.hardware is not None and len(group.instance_types) > 1:
        message = "hardware describes one instance type; make a node group for each"
        return wrong("instance_types", message, "hardware")
    return None


def _accelerators_are_supported(group: NodeGroupConfig) -> Problem | None:
    for index, facts in enumerate(group.hardware_facts):
        if facts.accelerator == "other":
            message = (
                f"{facts.name!r} has a device that EKS has no AMI for; use an NVIDIA or Neuron type"
            )
            return wrong(("instance_types", index), message)
    return None


def _instance_types_are_alike(group: NodeGroupConfig) -> Problem | None:
    first, *others = group.hardware_facts
    for other in others:
        if (other.architecture, other.accelerator) != (first.architecture, first.accelerator):
            message = (
                f"{_kind(first)} and {_kind(other)} need different "
                "AMIs; make a node group of each kind"
            )
            return wrong("instance_types", message)
    return None


def _ami_fits_the_instances(group: NodeGroupConfig) -> Problem | None:
    facts, ami = group.hardware_facts[0], group.ami
    fitting = ami_types_for(facts)
    if ami.name in fitting:
        return None
    best = nearest(ami.name, fitting) or fitting[0]
    message = (
        f"ami_type {ami.name} does not run on {_kind(facts)}; remove ami_type, or write {best!r}"
    )
    return wrong("ami_type", message)


def _kind(facts: InstanceTypeFacts) -> str:
    accelerator = "no accelerator" if facts.accelerator == "none" else facts.accelerator
    return f"{facts.name} ({facts.architecture}, {accelerator})"


RULES = (
    _instance_types_differ,
    _instance_types_are_known,
    _accelerators_are_supported,
    _instance_types_are_alike,
    _ami_fits_the_instances,
)
