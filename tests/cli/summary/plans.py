"""Plans as ``terraform show -json`` writes them."""

from typing import Any

CREATE, UPDATE, DELETE = ["create"], ["update"], ["delete"]
REPLACE = ["delete", "create"]


def change(address: str, actions: list[str], **of_change: Any) -> dict[str, Any]:
    before = None if actions == CREATE else of_change.pop("before", {"a": 1})
    after = None if actions == DELETE else of_change.pop("after", {"a": 2})
    described = {"actions": actions, "before": before, "after": after, **of_change}
    return {"address": address, "type": address.partition(".")[0], "change": described}


def plan(*changes: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"resource_changes": list(changes), **rest}


GROUP = {"node_group_name": "training", "scaling_config": [{"desired_size": 8}]}
EVERYTHING = plan(
    change("aws_iam_role.node", UPDATE, before={"tags": {}}, after={"tags": {"Team": "x"}}),
    change("aws_subnet.new", CREATE),
    change("aws_subnet.newer", CREATE),
    change("aws_launch_template.old", DELETE),
    change("aws_vpc.main", DELETE),
    change(
        "aws_eks_node_group.training", REPLACE, before=GROUP, replace_paths=[["instance_types"]]
    ),
    change("aws_iam_role.kept", ["forget"]),
    change("aws_iam_role.same", ["no-op"]),
    output_changes={"kubeconfig": {"actions": ["update"]}},
)
