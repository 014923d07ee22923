"""The order of keys in a file changes no byte of what is written."""

import json
import random
from typing import Any

from modules.config import ClusterConfig
from tests.cluster_files import synthesize_clusters
from tests.modules.config.generated.right import right_file

#: Some of the right files, of one node group to several.
SEEDS = range(0, 500, 50)
_MANY = {name: {"instance_types": ["m7i.large"]} for name in ("system", "web", "batch", "Z", "a")}


def shuffled(value: Any, order: random.Random) -> Any:
    """Write the keys of mappings, at every depth, in another order."""
    if isinstance(value, dict):
        keys = list(value)
        order.shuffle(keys)
        return {key: shuffled(value[key], order) for key in keys}
    return [shuffled(item, order) for item in value] if isinstance(value, list) else value


def written(files: list[dict[str, Any]]) -> dict[str, str]:
    clusters = [ClusterConfig.model_validate(file) for file in files]
    return {name: json.dumps(stack) for name, stack in synthesize_clusters(clusters).items()}


def test_every_order_of_keys_gives_the_same_bytes() -> None:
    files = [right_file(seed) | {"name": f"c{seed}"} for seed in SEEDS]
    files += [{"name": "many", "region": "us-west-2", "node_groups": _MANY}]
    order = random.Random(0)  # noqa: S311 - no secret
    assert written([shuffled(file, order) for file in files]) == written(files)
