"""Names of jobs, and of what they refer to in Kubernetes."""

import re
from collections.abc import Iterator

from modules.config.problems import Problem
from modules.jobs.spec import JobSpec

#: The replicated job of a JobSet, which its pods are named after.
REPLICATED_JOB = "node"

#: Names of services, which host names are made of, begin with a letter.
#: Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
_LABEL = re.compile(r"[a-z]([a-z0-9-]*[a-z0-9])?")
_SUBDOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LONGEST_LABEL = 63
_LONGEST_SUBDOMAIN = 253
#: How much of a name leaves room for what follows from it.
_NAMED = 40
#: What Kubernetes adds to the names of pods.
_SUFFIX = "-xxxxx"


def name_for(group: str) -> str:
    """Name a job after its node group; of a long name the beginning."""
    return f"train-{re.sub('[^a-z0-9-]', '-', group.lower()).strip('-')}"[:_NAMED].strip("-")


def problems_of_names(spec: JobSpec) -> Iterator[Problem]:
    """Tell which names Kubernetes would not take."""
    yield from _of_the_job(spec)
    if spec.namespace is not None and not _is(_LABEL, spec.namespace, _LONGEST_LABEL):
        yield _wrong("--namespace", spec.namespace, "is not the name of a namespace")
    for option, name, longest in (
        ("--service-account", spec.service_account, _LONGEST_SUBDOMAIN),
        ("--priority-class", spec.priority_class, _LONGEST_SUBDOMAIN),
        # It stands in a label.
        ("--queue", spec.queue, _LONGEST_LABEL),
    ):
        if name is not None and not _is(_SUBDOMAIN, name, longest):
            yield _wrong(option, name, f"is not a name of at most {longest} characters")
    for name in spec.environment:
        if not _VARIABLE.fullmatch(name):
            message = f"{name!r} is not the name of a variable; write letters, digits and _"
            yield Problem(("--env",), message)
    if not spec.image or re.search(r"\s", spec.image):
        yield Problem(
            ("--image",), f"{spec.image!r} is not the name of an image; write one like x:1"
        )


def _of_the_job(spec: JobSpec) -> Iterator[Problem]:
    if not _is(_LABEL, spec.name, _LONGEST_LABEL):
        yield _wrong("--name", spec.name, "is not a name that host names can be made of")
        return
    longest = longest_name_of(spec)
    if len(longest) > _LONGEST_LABEL:
        message = (
            f"its pods would have names of {len(longest)} characters, such as {longest}, and "
            f"{_LONGEST_LABEL} is the most; write one {len(longest) - _LONGEST_LABEL} shorter"
        )
        yield Problem(("--name",), message)


def longest_name_of(spec: JobSpec) -> str:
    """Give the longest of the names that follow from a job's and may not be cut."""
    last = spec.nodes - 1
    if spec.flavor == "jobset":
        return f"{spec.name}-{REPLICATED_JOB}-0-{last}{_SUFFIX}"
    return f"{spec.name}-{last}"


def _is(pattern: re.Pattern[str], name: str, longest: int) -> bool:
    return len(name) <= longest and pattern.fullmatch(name) is not None


def _wrong(option: str, name: str, what: str) -> Problem:
    return Problem((option,), f"{name!r} {what}; write lower-case letters, digits and hyphens")
