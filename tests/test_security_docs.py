"""What docs/security.md says of cluster files is so."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from modules.config import ClusterConfig

TEXT = (Path(__file__).parents[1] / "docs" / "security.md").read_text(encoding="utf-8")
SECTION = TEXT.partition("## What a cluster file can loosen")[2].partition("\n## ")[0]
LISTED = re.findall(r"^\| `([a-z_.<>]+)` \|", SECTION, flags=re.MULTILINE)
#: Fields whose other values are less secure than their defaults, or that let somebody in.
LOOSENING = {
    "access.admins",
    "access.cluster_creator_admin",
    "access.open_to_internet",
    "access.public_endpoint",
    "add_ons.<name>.pod_identity",
    "encryption.keys",
    "encryption.volumes",
    "iam.permissions_boundary",
    "network.flow_logs",
    "node_groups.<name>.taints",
    "node_groups.<name>.user_data",
    "service_accounts",
    "service_accounts.<name>.write",
    "state.backend",
    "storage.buckets.<name>.delete_with_objects",
    "storage.efs.<name>.delete_with_files",
    "storage.lustre.<name>.delete_with_files",
}


def model_within(annotation: Any) -> type[BaseModel] | None:
    """Find the model in an annotation such as ``dict[str, Model]``."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, BaseModel) else None
    found = (model_within(argument) for argument in get_args(annotation))
    return next((model for model in found if model is not None), None)


def fields(model: type[BaseModel], path: tuple[str, ...]) -> Iterator[str]:
    """Name what is missing on a path of keys."""
    key, *rest = [part for part in path if part != "<name>"]
    if key not in model.model_fields:
        yield key
        return
    inner = model_within(model.model_fields[key].annotation)
    if rest and inner is not None:
        yield from fields(inner, tuple(rest))
    elif rest:
        yield rest[0]


@pytest.mark.parametrize("path", LISTED)
def test_every_field_that_is_listed_exists(path: str) -> None:
    assert list(fields(ClusterConfig, tuple(path.split(".")))) == []


def test_every_field_that_loosens_something_is_listed() -> None:
    assert set(LISTED) >= LOOSENING
