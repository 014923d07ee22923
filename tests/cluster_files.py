"""The cluster files of this repository, and what they synthesize to."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from modules.config import ClusterConfig, load_cluster
from tests.synthesis import Json

ROOT = Path(__file__).parents[1]
FILES = (*sorted((ROOT / "clusters").glob("*.yaml")), *sorted((ROOT / "examples").glob("*.yaml")))


@cache
def synthesized_files() -> Mapping[str, Json]:
    """Give the Terraform JSON of every cluster file, keyed by the name of the cluster."""
    return synthesize_clusters([load_cluster(file) for file in FILES])


def synthesize_clusters(clusters: Sequence[ClusterConfig]) -> Mapping[str, Json]:
    """Synthesize clusters as main.py does, and give the Terraform JSON of each by name."""
    # Late: whoever only wants the list of files need not wait for cdktf.
    from stacks.app import build_app  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        build_app(clusters, outdir=folder).synth()
        return {
            cluster.name: cast(
                Json, json.loads(Path(folder, "stacks", cluster.name, "cdk.tf.json").read_text())
            )
            for cluster in clusters
        }


def addresses(document: Json) -> set[str]:
    """List the addresses of the resources of a stack."""
    return {f"{type_}.{name}" for type_, named in document["resource"].items() for name in named}


def changed_addresses(before: Json, after: Json) -> set[str]:
    """List the addresses of resources that differ between two stacks or are in one alone."""
    return {
        address
        for address in addresses(before) | addresses(after)
        if _resource(before, address) != _resource(after, address)
    }


def _resource(document: Json, address: str) -> object:
    type_, _, name = address.partition(".")
    return document["resource"].get(type_, {}).get(name)
