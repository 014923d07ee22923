"""References of files: every field, what it means, and what changing it does."""

import textwrap
from collections.abc import Mapping

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from modules.catalog.changes import FieldChange, FileKind, field_changes, measured_with
from modules.config.cluster import ClusterConfig
from modules.config.reference.fields import Field, fields_of, sections
from modules.config.sections.state_bucket import StateBucketConfig

_FIELDS = """\
Every field, written anew by `make schema`. Fields without a default must be given.
"""
_ON_CHANGE = """\
*On change* is what a later change does to {what}. It is measured: each change was planned, there
and back, with AWS provider {provider}; where the two differ, both are told. To roll nodes is to
replace all nodes of a group, a few at a time, as `update` says.
"""
_NOT_MEASURED = """\
An asterisk marks what that release cannot plan; there the column says what the linked page does.
"""
_WIDTH = 100
_COLUMNS = "| field | default | meaning | on change |\n|---|---|---|---|"


def cluster_reference() -> str:
    """Write the reference of the cluster file as Markdown."""
    return _reference("The cluster file", "a cluster that runs", ClusterConfig, "cluster")


def state_bucket_reference() -> str:
    """Write the reference of the state bucket file as Markdown."""
    what = "a bucket that is in use"
    return _reference("The state bucket file", what, StateBucketConfig, "state_bucket")


def _reference(title: str, what: str, root: type[BaseModel], kind: FileKind) -> str:
    changes = field_changes(kind)
    about = _ON_CHANGE.format(what=what, provider=measured_with())
    if any(change.source for change in changes.values()):
        about += _NOT_MEASURED
    parts = [f"# {title}", textwrap.fill(_FIELDS, _WIDTH), textwrap.fill(about, _WIDTH)]
    for path, section in sections(root):
        rows = [_row(field, changes) for field in fields_of(section, path)]
        heading = f"## `{path}`" if path else "## Top level"
        about = " ".join((section.__doc__ or "").partition("\n\n")[0].split())
        parts.append("\n".join([heading, "", about, "", _COLUMNS, *rows]))
    return "\n\n".join(parts) + "\n"


def _row(field: Field, changes: Mapping[str, FieldChange]) -> str:
    cells = [
        f"`{field.name}`",
        _default(field),
        " ".join((field.info.description or "").replace("``", "`").split()).replace("|", "\\|"),
        "as below" if field.is_section else _on_change(changes.get(field.path)),
    ]
    return f"| {' | '.join(cells)} |"


def _on_change(change: FieldChange | None) -> str:
    if change is None:
        return ""
    told = "; ".join(
        does if not edit else f"{_edit(edit)}: {does}" for edit, does in change.does.items()
    )
    return told if change.source is None else f"{told} [\\*]({change.source})"


def _edit(edit: str) -> str:
    before, _, after = edit.partition(" to ")
    return f"*{before}* to *{after}*"


def _default(field: Field) -> str:
    default = field.info.default
    if default is PydanticUndefined:
        return "**required**"
    if default is None:
        return "left out"
    if isinstance(default, BaseModel):
        return "as below"
    text = str(default).lower() if isinstance(default, bool) else str(default)
    return f"`{text}`"
