"""File systems of EFS: what is refused of them, and what they are as synthesized."""

from pathlib import Path
from typing import Any

import pytest

from modules.config.derived.add_ons import installed_add_ons
from modules.planning.identity.deployed_stack import read_stack
from modules.planning.identity.deployer_policy import deployer_policies
from tests.cluster_files import synthesize_clusters
from tests.modules.config.files import cluster, refusals, text
from tests.synthesis import Json, policy, resources

ACCOUNT = "111122223333"
KEY = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
AT = "storage.efs.home"


def efs(**fields: Any) -> dict[str, Any]:
    return {"storage": {"efs": {"home": fields}}}


REFUSED: list[tuple[dict[str, Any], str]] = [
    (
        efs(access_points={"vision": {"uid": 1000, "gid": 1000, "path": "/a/b/c/d/e"}}),
        f"{AT}.access_points.vision.path: '/a/b/c/d/e' is not a folder of at most four levels; "
        "write one like /teams/vision",
    ),
    (
        efs(kms_key_arn=KEY.replace("us-west-2", "us-east-1")),
        f"{AT}.kms_key_arn: the key is in us-east-1, but the file system is in us-west-2; use a "
        "key of that region",
    ),
    (
        {"decommission": True, **efs()},
        f"{AT}: it would be destroyed with all files on it; say so with delete_with_files: true, "
        "or keep the cluster",
    ),
]


@pytest.mark.parametrize(("sections", "message"), REFUSED)
def test_what_aws_would_refuse_is_refused(
    sections: dict[str, Any], message: str, tmp_path: Path
) -> None:
    (refusal,) = refusals(tmp_path, text(**sections))
    assert refusal.endswith(f": {message}")


@pytest.fixture(scope="module")
def stack() -> Json:
    files = {
        "home": {"access_points": {"vision": {"uid": 1000, "gid": 2000}}},
        "code": {"kms_key_arn": KEY, "backups": False, "delete_with_files": True},
    }
    made = cluster(account_id=ACCOUNT, storage={"efs": files})
    return synthesize_clusters([made])["demo"]


def test_a_file_system_is_encrypted_and_stays(stack: Json) -> None:
    home, code = (resources(stack, "aws_efs_file_system")[name] for name in ("home", "code"))
    assert home["encrypted"] is code["encrypted"] is True
    assert (home["kms_key_id"], code["kms_key_id"]) == ("${aws_kms_key.file-systems.arn}", KEY)
    assert home["lifecycle"] == {"prevent_destroy": True}
    assert "lifecycle" not in code
    assert home["depends_on"] == ["aws_kms_key.file-systems"]


def test_a_file_system_is_reached_in_every_zone_by_nodes_and_nfs_alone(stack: Json) -> None:
    targets = resources(stack, "aws_efs_mount_target")
    assert sorted(name for name in targets if name.startswith("home_")) == [
        "home_us-west-2a",
        "home_us-west-2b",
        "home_us-west-2c",
    ]
    assert targets["home_us-west-2a"]["security_groups"] == ["${aws_security_group.home_efs.id}"]
    found = {
        way: [
            rule
            for rule in resources(stack, f"aws_vpc_security_group_{way}_rule").values()
            if rule["security_group_id"] == "${aws_security_group.home_efs.id}"
        ]
        for way in ("ingress", "egress")
    }
    (nfs,) = found["ingress"]
    assert (nfs["ip_protocol"], nfs["from_port"], nfs["to_port"]) == ("tcp", 2049, 2049)
    assert "cluster_security_group_id" in nfs["referenced_security_group_id"]
    assert found["egress"] == []


def test_a_file_system_takes_tls_alone(stack: Json) -> None:
    written = resources(stack, "aws_efs_file_system_policy")["home"]["policy"]
    mounts, tls = policy(written)
    assert mounts["Condition"] == {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}}
    assert (tls["Effect"], tls["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_backups_are_a_choice(stack: Json) -> None:
    policies = resources(stack, "aws_efs_backup_policy")
    said = {name: each["backup_policy"]["status"] for name, each in policies.items()}
    assert said == {"home": "ENABLED", "code": "DISABLED"}


def test_a_team_has_a_folder_of_its_own(stack: Json) -> None:
    point = resources(stack, "aws_efs_access_point")["home_access-point_vision"]
    assert point["posix_user"] == {"uid": 1000, "gid": 2000}
    assert point["root_directory"] == {
        "path": "/vision",
        "creation_info": {"owner_uid": 1000, "owner_gid": 2000, "permissions": "0770"},
    }


def test_pods_mount_it_by_what_the_output_tells(stack: Json) -> None:
    assert "aws-efs-csi-driver" in resources(stack, "aws_eks_addon")
    assert "aws-efs-csi-driver" not in installed_add_ons(cluster())
    told = stack["output"]["efs"]["value"]["home"]
    assert told["id"] == "${aws_efs_file_system.home.id}"
    assert set(told["access_point_ids"]) == {"vision"}


def test_deployers_change_file_systems_of_the_cluster_alone(stack: Json) -> None:
    read = read_stack(stack, partition="aws", account_id=ACCOUNT)
    statements = {
        statement["Sid"]: statement
        for written in deployer_policies(read).values()
        for statement in policy(written)
    }
    own = {"StringEquals": {"aws:ResourceTag/trainyard/cluster": "demo"}}
    assert statements["OwnSharedFiles"]["Condition"] == own
    assert "elasticfilesystem:DeleteFileSystem" in statements["OwnSharedFiles"]["Action"]
    asked = {"StringEquals": {"aws:RequestTag/trainyard/cluster": "demo"}}
    assert statements["MakeSharedFiles"]["Condition"] == asked
