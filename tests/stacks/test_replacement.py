"""What Terraform makes anew before it destroys the old, and what that drags along."""

import json
import re

from tests.cluster_files import addresses, synthesized_files
from tests.synthesis import Json

#: Of these AWS takes one of a name: a second one before the first is gone is refused.
NAMED = {
    "aws_cloudwatch_log_group",
    "aws_eks_addon",
    "aws_eks_cluster",
    "aws_eks_node_group",
    "aws_iam_role",
    "aws_kms_alias",
}
_REFERENCE = re.compile(r"\b((?:aws|terraform)_\w+\.[\w-]+)")


def _resource(document: Json, address: str) -> Json:
    type_, _, name = address.partition(".")
    resource: Json = document["resource"][type_][name]
    return resource


def made_before_destroyed(document: Json) -> set[str]:
    """List what is made before the old is destroyed.

    That goes for whatever such a resource refers to as well, said or not.
    Source: https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
    """
    known = addresses(document)
    found = {
        address
        for address in known
        if _resource(document, address).get("lifecycle", {}).get("create_before_destroy")
    }
    todo = [*found]
    while todo:
        text = json.dumps({**_resource(document, todo.pop()), "//": None})
        new = (set(_REFERENCE.findall(text)) & known) - found
        found |= new
        todo += new
    return found


def test_nothing_that_has_its_name_alone_must_stand_twice() -> None:
    twice = {name: made_before_destroyed(each) for name, each in synthesized_files().items()}
    assert any(twice.values())
    assert [
        (name, address)
        for name, found in twice.items()
        for address in sorted(found)
        if address.partition(".")[0] in NAMED
    ] == []


def test_what_is_referred_to_is_dragged_along() -> None:
    document: Json = {
        "resource": {
            "aws_eip": {
                "a": {"lifecycle": {"create_before_destroy": True}, "x": "${aws_vpc.b.id}"}
            },
            "aws_vpc": {"b": {"depends_on": ["aws_vpc.c"]}, "c": {}, "d": {}},
        }
    }
    assert made_before_destroyed(document) == {"aws_eip.a", "aws_vpc.b", "aws_vpc.c"}
