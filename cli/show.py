"""What was built and what was found, for people to read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.table import Table

from cli.story import Story
from cli.verification import Check
from modules.planning.changes.effects import Effects, worded
from modules.planning.changes.group_lines import group_line

_KUBECONFIG = "kubeconfig"


def show_plan(story: Story, effects: Effects) -> None:
    """Tell what a plan will do: as Terraform sums it up, its worst, and each node group."""
    counts = ((effects.plan.count(action), action) for action in ("create", "update", "delete"))
    story.line(", ".join(f"{count} to {action}" for count, action in counts))
    if not effects.only_adds:
        story.line(", ".join(worded(effects)))
    for group in effects.groups:
        story.line(f"{group.name}: {group_line(group)}")


def show_built(story: Story, addresses: Sequence[str]) -> None:
    """Tell what exists now, by kind of resource."""
    names: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        if not address.startswith("data."):
            kind, _, name = address.partition(".")
            names[kind.removeprefix("aws_").replace("_", " ")].append(name)
    table = Table("kind", "count", "names", box=None, padding=(0, 2, 0, 3))
    for kind, of_kind in sorted(names.items()):
        table.add_row(kind, str(len(of_kind)), ", ".join(sorted(of_kind)))
    story.console.print(table)


def show_outputs(story: Story, outputs: Mapping[str, Any]) -> None:
    """Tell the outputs, and the kubeconfig after them."""
    for name, value in outputs.items():
        if name != _KUBECONFIG:
            story.line(f"{name} = {_flat(value)}")
    story.line(f"{_KUBECONFIG}:")
    for line in outputs[_KUBECONFIG].splitlines():
        story.line(f"  {line}")


def show_checks(story: Story, checks: Iterable[Check]) -> None:
    """Tell every check on a line of its own."""
    for check in checks:
        if check.passed:
            story.line(f"ok      {check.subject}")
        else:
            story.line(
                f"FAILED  {check.subject}: {check.expected!r} expected, {check.actual!r} found"
            )


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {item}" for key, item in value.items())
    return str(value)
