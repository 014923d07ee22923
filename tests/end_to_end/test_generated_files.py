"""Terraform takes what right files become: many at once, since starting it takes longest."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from embedded_aws.provider_mirror import find_provider_mirror
from embedded_aws.terraform import find_terraform
from embedded_aws.workspace import EmbeddedTarget, prepare_workspace
from modules.config import ClusterConfig
from modules.planning.terraform.provider_versions import provider_constraint
from tests.cluster_files import synthesize_clusters
from tests.end_to_end.oldest_provider import without_newer_arguments
from tests.modules.config.generated.right import right_file
from tests.synthesis import Json

_NEWER = ("node_repair", "update")
SEEDS = range(500, 525)


def plain(seed: int) -> ClusterConfig:
    """Make a cluster that the oldest release of the provider that was tried knows all of."""
    file = right_file(seed)
    kept = {key: value for key, value in file.items() if key != "control_plane"}
    groups = {}
    for name, group in file["node_groups"].items():
        is_newer = group.get("ami_type", "").endswith("_NVIDIA_FIPS")
        left_out = (*_NEWER, "ami_type", "bottlerocket_settings") if is_newer else _NEWER
        groups[name] = {key: value for key, value in group.items() if key not in left_out}
    named = {"name": f"cluster-{seed}", "node_groups": groups}
    return without_newer_arguments(ClusterConfig.model_validate({**kept, **named}))


def joined(documents: Iterable[Json]) -> dict[str, Any]:
    """Make one root module of several, whose names say which they come from."""
    root: dict[str, Any] = {}
    for number, document in enumerate(documents):
        blocks_of = {kind: document[kind] for kind in ("resource", "data") if kind in document}
        text = json.dumps(blocks_of)
        for type_, named in (item for blocks in blocks_of.values() for item in blocks.items()):
            for name in named:
                reference = rf"\b{type_}\.{re.escape(name)}\b(?!-)"
                text = re.sub(reference, f"{type_}.s{number}_{name}", text)
        for kind, blocks in json.loads(text).items():
            for type_, named in blocks.items():
                renamed = {f"s{number}_{name}": block for name, block in named.items()}
                root.setdefault(kind, {}).setdefault(type_, {}).update(renamed)
        root["provider"] = document["provider"]
        root["terraform"] = {"required_providers": document["terraform"]["required_providers"]}
    return root


def test_terraform_takes_dozens_of_them(tmp_path: Path) -> None:
    documents = synthesize_clusters([plain(seed) for seed in SEEDS]).values()
    asked = {each["terraform"]["required_providers"]["aws"]["version"] for each in documents}
    assert asked == {provider_constraint(())}
    stack = tmp_path / "stack"
    stack.mkdir()
    document = joined(documents)
    assert len(document["resource"]["aws_eks_cluster"]) == len(documents)
    (stack / "cdk.tf.json").write_text(json.dumps(document), encoding="utf-8")
    terraform = prepare_workspace(
        stack,
        tmp_path / "work",
        EmbeddedTarget(endpoint="http://127.0.0.1:9", account_id="111122223333"),
        terraform=find_terraform(),
        mirror=find_provider_mirror(),
        plugin_cache=tmp_path / "plugins",
    )
    terraform.init("-backend=false")
    terraform.validate()
