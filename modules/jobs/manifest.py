"""A job as text for kubectl."""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import yaml

from modules.config import ClusterConfig
from modules.jobs.indexed_job import indexed_job
from modules.jobs.jobset import jobset
from modules.jobs.spec import Flavor, JobSpec

_FLAVORS: Mapping[Flavor, Callable[[ClusterConfig, JobSpec], Sequence[Mapping[str, object]]]] = (
    MappingProxyType({"indexed-job": indexed_job, "jobset": jobset})
)
#: Words that no reader of YAML takes for anything else; kubectl's takes ``1e3`` for a number and
#: ``y`` for true, which Python's does not.
_WORD = re.compile(r"[A-Za-z/][A-Za-z0-9./_-]+")


class _Dumper(yaml.SafeDumper):
    """Writes in full what stands in two places, and quotes what could be read as something else."""

    def ignore_aliases(self, data: object) -> bool:
        """Say that nothing is referred to."""
        return True


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    plain = _WORD.fullmatch(text) is not None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_Dumper.add_representer(str, _quoted)


def objects(cluster: ClusterConfig, spec: JobSpec) -> Sequence[Mapping[str, object]]:
    """Give the Kubernetes objects of a job that fits."""
    return _FLAVORS[spec.flavor](cluster, spec)


def manifest(cluster: ClusterConfig, spec: JobSpec) -> str:
    """Write the Kubernetes objects of a job that fits, as YAML."""
    return yaml.dump_all(
        objects(cluster, spec),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=float("inf"),
    )
