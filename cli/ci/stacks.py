"""What was synthesized, as Terraform will read it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_SYNTHESIZED = "cdk.tf.json"
#: Of one block both are kinds, and the later one takes the place of the other.
_WHERE = ("backend", "cloud")


def read_stacks(folder: Path) -> dict[str, Mapping[str, Any]]:
    """Read what was synthesized into a folder such as ``cdktf.out``, by cluster.

    A backend that an override file beside a stack names counts in place of the stack's own.
    Source: https://developer.hashicorp.com/terraform/language/files/override
    """
    return {
        file.parent.name: _with_its_backend(file)
        for file in sorted(folder.glob(f"stacks/*/{_SYNTHESIZED}"))
    }


def _with_its_backend(file: Path) -> Mapping[str, Any]:
    stack: dict[str, Any] = _read(file)
    named = {file.parent / "override.tf.json", *file.parent.glob("*_override.tf.json")}
    for override in sorted(path for path in named if path.is_file()):
        said = _read(override).get("terraform", {})
        where = {kind: said[kind] for kind in _WHERE if kind in said}
        if where:
            own = stack.get("terraform", {})
            rest = {key: value for key, value in own.items() if key not in _WHERE}
            stack = {**stack, "terraform": {**rest, **where}}
    return stack


def _read(file: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return document


def region_of(stack: Mapping[str, Any]) -> str:
    """Give the region of the AWS provider that resources use which name none: it has no alias."""
    providers = stack["provider"]["aws"]
    each = providers if isinstance(providers, list) else [providers]
    return str(next((p for p in each if "alias" not in p), each[0])["region"])
