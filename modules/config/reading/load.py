"""From cluster files to validated clusters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from pathlib import Path as FilePath

from modules.config.cluster import ClusterConfig
from modules.config.problems import ClusterFileError, FileProblem, Path, Problem
from modules.config.reading.findings import validated
from modules.config.reading.inheritance import place_of, read_cluster_source
from modules.config.reading.yaml_source import Source, read_source
from modules.config.sections.state_bucket import StateBucketConfig
from modules.planning.names import ANY_ACCOUNT, launch_template_name, made_bucket_name


def load_cluster(file: FilePath) -> ClusterConfig:
    """Read and validate one cluster file.

    Raises:
        ClusterFileError: With everything that is wrong with the file.
    """
    return load_clusters([file])[0]


def load_clusters(files: Iterable[FilePath]) -> tuple[ClusterConfig, ...]:
    """Read and validate cluster files that will be one app.

    Raises:
        ClusterFileError: With everything that is wrong with any of them.
    """
    loaded: list[tuple[Source, ClusterConfig]] = []
    problems: list[FileProblem] = []
    for file in files:
        try:
            source = read_cluster_source(file)
            loaded.append((source, validated(source, ClusterConfig)))
        except ClusterFileError as error:
            problems += error.problems
    problems += _same_names(loaded)
    problems += _same_launch_templates(loaded)
    problems += _same_buckets(loaded)
    problems += _overlapping_peers(loaded)
    if problems:
        raise ClusterFileError(problems)
    return tuple(cluster for _, cluster in loaded)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCluster:
    """A cluster file, and where everything stands in it.

    Attributes:
        source: What is written, and where.
        cluster: What it means.
    """

    source: Source
    cluster: ClusterConfig


def read_cluster(file: FilePath) -> ReadCluster:
    """Read and validate one cluster file, and keep where everything stands.

    Raises:
        ClusterFileError: With everything that is wrong with the file.
    """
    source = read_cluster_source(file)
    return ReadCluster(source=source, cluster=validated(source, ClusterConfig))


def load_state_bucket(file: FilePath) -> StateBucketConfig:
    """Read and validate a state bucket file.

    Raises:
        ClusterFileError: With everything that is wrong with the file.
    """
    return validated(read_source(file, begin="bucket and region"), StateBucketConfig)


def _same_names(loaded: Sequence[tuple[Source, ClusterConfig]]) -> list[FileProblem]:
    """Refuse names that some file systems could not keep apart."""
    first: dict[str, str] = {}
    problems = []
    for source, cluster in loaded:
        other = first.setdefault(cluster.name.casefold(), source.file)
        if other != source.file:
            problem = Problem(
                ("name",), f"{cluster.name!r} is the name of the cluster in {other} too; rename one"
            )
            problems.append(FileProblem(source.file, source.line(("name",)), problem))
    return problems


def _same_launch_templates(
    loaded: Sequence[tuple[Source, ClusterConfig]],
) -> list[FileProblem]:
    """Refuse node groups whose launch templates would have one name in one account and region."""
    first: dict[tuple[str, str], list[tuple[Source, ClusterConfig, str]]] = {}
    problems = []
    for source, cluster in loaded:
        for group in cluster.node_groups:
            name = launch_template_name(cluster.name, group)
            others = first.setdefault((cluster.region, name.casefold()), [])
            for other_source, other, other_group in others:
                apart = None not in (cluster.account_id, other.account_id)
                alike = other.name.casefold() == cluster.name.casefold()
                if alike or (apart and cluster.account_id != other.account_id):
                    continue
                path: Path = ("node_groups", group)
                problem = Problem(
                    path,
                    f"its launch template would be called {name}, as that of "
                    f"node_groups.{other_group} in {other_source.file}, in one account and region; "
                    "rename one of the two, or say in both files which account_id each is for",
                )
                problems.append(FileProblem(*place_of(source, path), problem))
                break
            others.append((source, cluster, group))
    return problems


def _same_buckets(loaded: Sequence[tuple[Source, ClusterConfig]]) -> list[FileProblem]:
    """Refuse buckets of one name, of which there is one in the world."""
    first: dict[str, tuple[str, str]] = {}
    problems = []
    for source, cluster in loaded:
        for key, bucket in cluster.storage.buckets.items():
            if bucket.existing is not None:
                continue
            account = cluster.account_id or ANY_ACCOUNT
            name = bucket.name or made_bucket_name(cluster.name, key, account)
            other, file = first.setdefault(name, (key, source.file))
            if file != source.file:
                path: Path = ("storage", "buckets", key)
                problem = Problem(
                    path,
                    f"it would be called {name.replace(ANY_ACCOUNT, '<account>')}, as "
                    f"storage.buckets.{other} in {file}; rename one of the two, or name it "
                    "existing in all files but one",
                )
                problems.append(FileProblem(*place_of(source, path), problem))
    return problems


def _overlapping_peers(loaded: Sequence[tuple[Source, ClusterConfig]]) -> list[FileProblem]:
    """Refuse networks that are to be connected and have addresses in common."""
    networks = {
        cluster.name: cluster.network.cidr
        for _, cluster in loaded
        if cluster.network.existing is None
    }
    problems = []
    for source, cluster in loaded:
        for index, peer in enumerate(cluster.network.peers):
            path: Path = ("network", "peers", index)
            other = networks.get(peer)
            own = networks.get(cluster.name)
            if own is None or other is None or not _overlap(own, other):
                continue
            problem = Problem(
                path,
                f"the networks of {cluster.name} ({own}) and {peer} ({other}) overlap, so they "
                "cannot be connected; give one of them another cidr",
            )
            problems.append(FileProblem(*place_of(source, path), problem))
    return problems


def _overlap(one: str, other: str) -> bool:
    return IPv4Network(one).overlaps(IPv4Network(other))
