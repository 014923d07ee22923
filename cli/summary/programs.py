"""What a plan does, for programs.

As in Markdown, names of attributes are told, and values never.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from cli.summary.kinds import GRAVE, KINDS, changes_something, kind_of
from modules.planning.changes.effects import effects_of, worded
from modules.planning.changes.group_lines import group_line
from modules.planning.changes.losses import losses_of
from modules.planning.changes.plans import read_plan


def for_programs(
    document: Mapping[str, Any], title: str, refused: Sequence[str] = ()
) -> Mapping[str, Any]:
    """Describe a plan by names and counts that can be relied on.

    Args:
        document: What ``terraform show -json PLAN`` wrote.
        title: Such as the cluster's name.
        refused: What it loses that its cluster file does not allow.
    """
    effects = effects_of(document)
    kinds = [kind_of(change) for change in effects.plan.changes]
    return {
        "title": title,
        "changes_something": changes_something(document),
        "does": worded(effects),
        "counts": {kind: kinds.count(kind) for kind in KINDS},
        "node_groups": [
            {"name": group.name, "change": group_line(group)} for group in effects.groups
        ],
        "resources": [
            {
                "address": change.address,
                "type": change.type,
                "does": kind,
                "grave": kind in {"destroy", "replace"} and change.type in GRAVE,
                "attributes": [*change.attributes],
                "because_of": [*change.forced_by],
            }
            for kind, change in zip(kinds, effects.plan.changes, strict=True)
        ],
        "vanished": [asdict(each) for each in effects.vanished],
        "losses": [asdict(loss) for loss in losses_of(effects)],
        "refused": [*refused],
        "outputs": [*effects.plan.outputs],
    }


def gitlab_report(document: Mapping[str, Any]) -> Mapping[str, int]:
    """Count as GitLab's widget does, where a replacement is a deletion and a creation.

    Source: https://docs.gitlab.com/user/infrastructure/iac/mr_integration/
    """
    plan = read_plan(document).in_aws
    return {action: plan.count(action) for action in ("create", "update", "delete")}
