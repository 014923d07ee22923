"""Who may do what, by entries."""

from pathlib import Path
from typing import Any

import pytest

from modules.config.derived.access_grants import access_grants
from modules.planning.identity.access_grants import AccessGrant
from tests.modules.config.files import cluster, refusals, text, warned

ADMIN = "arn:aws:iam::111122223333:role/Admin"
RESEARCHER = "arn:aws:iam::111122223333:role/Researcher"
EDIT = {"policy": "edit", "namespaces": ["research"]}


def entry(**keys: Any) -> dict[str, Any]:
    return {"admins": [ADMIN], "entries": {RESEARCHER: keys}}


@pytest.mark.parametrize(
    ("access", "message"),
    [
        (
            {"admins": [ADMIN], "entries": {ADMIN: {"policies": [EDIT]}}},
            f"access.entries: {ADMIN} stands twice; name it once, as an admin or as a viewer, or "
            "in entries with all it may do",
        ),
        (
            entry(policies=[EDIT, EDIT]),
            f"access.entries.{RESEARCHER}.policies: 'edit' stands twice; name it once, with all "
            "its namespaces",
        ),
        (
            entry(policies=[{"policy": "edit", "namespaces": ["a", "a"]}]),
            f"access.entries.{RESEARCHER}.policies[0].namespaces: 'a' stands twice; name it once",
        ),
        (
            entry(policies=[{"policy": "edit", "namespaces": ["Research"]}]),
            f"access.entries.{RESEARCHER}.policies[0].namespaces[0]: 'Research' is not a "
            "namespace; use up to 63 lower-case letters, digits and '-', and '*' for anything",
        ),
        (
            entry(kubernetes_groups=["system:masters"]),
            f"access.entries.{RESEARCHER}.kubernetes_groups[0]: 'system:masters' begins with "
            "'system:', which EKS keeps for itself; use a name of your own, and for administrators "
            "a policy in place of a group",
        ),
        (
            entry(type="ec2_linux", policies=[EDIT]),
            f"access.entries.{RESEARCHER}.policies: policies are for type standard, and EKS itself "
            "says what ec2_linux may do; remove one or the other",
        ),
        (
            entry(policies=[{"policy": "owner"}]),
            f"access.entries.{RESEARCHER}.policies[0].policy: 'owner' is not one of "
            "cluster_admin, admin, edit, view, admin_view",
        ),
    ],
)
def test_what_is_refused(tmp_path: Path, access: dict[str, Any], message: str) -> None:
    (said,) = refusals(tmp_path, text(access=access))
    assert said.partition(": ")[2] == message


def test_an_entry_without_rights_is_told_of() -> None:
    assert warned(cluster(access=entry())) == [
        f"access.entries.{RESEARCHER}: it may do what a role binding to its own name allows, and "
        "nothing else; give it policies or kubernetes_groups, unless there is one"
    ]


def test_whoever_has_the_policy_of_administrators_is_one() -> None:
    only = {"entries": {RESEARCHER: {"policies": [{"policy": "cluster_admin"}]}}}
    assert warned(cluster(access=only)) == []


def test_a_principal_keeps_what_it_has_in_common_when_it_changes_lists() -> None:
    as_viewer = access_grants(cluster(access={"viewers": [RESEARCHER]}).access)[RESEARCHER]
    view = entry(policies=[{"policy": "view"}, EDIT])
    as_entry = access_grants(cluster(access=view).access)[RESEARCHER]
    assert as_viewer.policies.items() <= as_entry.policies.items()


def test_an_entry_has_a_group_even_when_the_file_names_none_but_nodes_have_eks_own() -> None:
    grants = access_grants(
        cluster(access={"entries": {RESEARCHER: {}, ADMIN: {"type": "ec2_linux"}}}).access
    )
    assert grants == {
        ADMIN: AccessGrant(type="EC2_LINUX", kubernetes_groups=[]),
        RESEARCHER: AccessGrant(kubernetes_groups=["trainyard:entries"]),
    }
