"""What is synthesized is plain Terraform: it outlives cdktf, Python and this checkout."""

import ast
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from modules.config import load_cluster
from tests.cluster_files import FILES, ROOT, synthesized_files
from tests.synthesis import Json

NAMES = [load_cluster(file).name for file in FILES]
#: What Terraform takes for a comment, in a block of any kind.
#: Source: https://developer.hashicorp.com/terraform/language/syntax/json#comment-properties
_COMMENT = "//"
_PLACES = (str(ROOT), sys.prefix)
_BLOCKS = {"terraform", "provider", "data", "resource", "output", "moved", "removed"}


def without_comments(value: object) -> object:
    """Give Terraform JSON without the properties it takes for comments."""
    if isinstance(value, Mapping):
        return {
            name: without_comments(member) for name, member in value.items() if name != _COMMENT
        }
    return [without_comments(member) for member in value] if isinstance(value, list) else value


def comments(value: object) -> list[object]:
    """Give the comments of Terraform JSON."""
    if isinstance(value, Mapping):
        own = [value[_COMMENT]] if _COMMENT in value else []
        return own + [comment for member in value.values() for comment in comments(member)]
    return (
        [each for member in value for each in comments(member)] if isinstance(value, list) else []
    )


def stack(name: str) -> Json:
    return synthesized_files()[name]


@pytest.mark.parametrize("name", NAMES)
def test_only_comments_are_for_cdktf(name: str) -> None:
    text = json.dumps(without_comments(stack(name)))
    assert len(comments(stack(name))) > 30
    assert not [word for word in ("cdk", "constructs", "jsii", "python") if word in text.lower()]


@pytest.mark.parametrize("name", NAMES)
def test_a_stack_holds_nothing_but_blocks_of_terraform(name: str) -> None:
    document = without_comments(stack(name))
    assert isinstance(document, dict)
    assert set(document) <= _BLOCKS
    assert set(document["terraform"]) == {"backend", "required_providers"}


@pytest.mark.parametrize("name", NAMES)
def test_a_stack_names_no_place_on_this_machine(name: str) -> None:
    text = json.dumps(stack(name))
    assert [place for place in _PLACES if place in text] == []
    local = stack(name)["terraform"]["backend"].get("local", {"path": ""})
    assert not Path(local["path"]).is_absolute()


def imported(file: Path) -> list[str]:
    """Give the modules a file imports; ``import x`` in full, which no edit of ours rewrites."""
    nodes = [*ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    return [
        *(alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names),
        *(
            f"from {node.module}"
            for node in nodes
            if isinstance(node, ast.ImportFrom) and node.module
        ),
    ]


def test_every_import_of_cdktf_is_one_the_way_to_cdktn_rewrites() -> None:
    files = [file for part in ("modules", "stacks") for file in (ROOT / part).rglob("*.py")]
    cdktf = [name for file in files for name in imported(file) if "cdktf" in name]
    assert len(cdktf) > 30
    rewritten = ("from cdktf_cdktf_provider_aws.",)
    assert [name for name in cdktf if name != "from cdktf" and not name.startswith(rewritten)] == []
