"""Terraform addresses from construct paths."""

from collections.abc import Sequence

#: What every JavaScript object has, and a construct therefore takes for a child that is there.
#: Source: https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Object
TAKEN_IDS = frozenset(
    {
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
    }
)


def address_name(path: Sequence[str], class_name: str) -> str:
    """Give the second half of a Terraform address, as in ``aws_eks_node_group.training``.

    Two rules make a construct path read well in a plan. A last part that only repeats the resource
    type is dropped (``launch-template`` of a `LaunchTemplate`), however often it is repeated, and
    so is the first part, which names the construct that groups resources in the stack. One part
    always stays.

    Args:
        path: Construct ids below the stack, outermost first; at least one.
        class_name: Class of the binding, for example ``EksNodeGroup``.
    """
    parts = list(path)
    kind = parts[-1]
    # Where two classes would have one name, the binding's ends with an A.
    if class_name.endswith((_pascal_case(kind), f"{_pascal_case(kind)}A")):
        while len(parts) > 1 and parts[-1] == kind:
            parts.pop()
    if len(parts) > 1:
        parts.pop(0)
    return "_".join(parts)


def _pascal_case(construct_id: str) -> str:
    return "".join(word.capitalize() for word in construct_id.split("-"))
