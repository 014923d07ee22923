"""Lustre file systems, as synthesized."""

from typing import Any

import pytest

from modules.config.derived.estimate import fixed_costs
from modules.planning.estimate.cost import cost_lines
from modules.planning.identity.deployed_stack import read_stack
from modules.planning.identity.deployer_policy import deployer_policies
from tests.cluster_files import synthesize_clusters
from tests.modules.config.files import TODAY, cluster
from tests.modules.config.test_lustre import GROUPS, LINK, PERSISTENT, SCRATCH
from tests.synthesis import Json, policy, resources

ACCOUNT = "111122223333"
LUSTRE: dict[str, Any] = {
    "fast": {**PERSISTENT, "efa": True, "linked": [{**LINK, "export": ["new", "deleted"]}]},
    "kept": {**PERSISTENT, "backup_retention_days": 7, "metadata_iops": 12000},
    "scratch": {**SCRATCH, "delete_with_files": True},
}


@pytest.fixture(scope="module")
def stack() -> Json:
    made = cluster(
        account_id=ACCOUNT,
        node_groups=GROUPS,
        storage={"lustre": LUSTRE, "buckets": {"datasets": {}}},
    )
    return synthesize_clusters([made])["demo"]


def file_systems(stack: Json) -> Any:
    return resources(stack, "aws_fsx_lustre_file_system")


def rules(stack: Json, way: str, group: str) -> set[tuple[str, str, int | None, int | None]]:
    found = resources(stack, f"aws_vpc_security_group_{way}_rule").values()
    return {
        (
            rule["referenced_security_group_id"].split(".")[1],
            rule["ip_protocol"],
            rule.get("from_port"),
            rule.get("to_port"),
        )
        for rule in found
        if rule["security_group_id"].split(".")[1] == group
        and "referenced_security_group_id" in rule
    }


def test_a_persistent_file_system_is_what_the_file_says(stack: Json) -> None:
    made = file_systems(stack)["kept"]
    assert made["subnet_ids"] == ["${aws_subnet.private_us-west-2a.id}"]
    assert (made["storage_capacity"], made["deployment_type"]) == (4800, "PERSISTENT_2")
    assert made["per_unit_storage_throughput"] == 1000
    assert made["metadata_configuration"] == {"mode": "USER_PROVISIONED", "iops": 12000}
    assert made["automatic_backup_retention_days"] == 7
    assert made["kms_key_id"] == "${aws_kms_key.file-systems.arn}"
    assert made["lifecycle"] == {"prevent_destroy": True}
    # Said, so that a change of it is seen.
    assert made["efa_enabled"] is False


def test_a_scratch_file_system_has_nothing_that_fsx_refuses_it(stack: Json) -> None:
    made = file_systems(stack)["scratch"]
    settings = {"efa_enabled", "kms_key_id", "metadata_configuration", "lifecycle"}
    settings |= {"per_unit_storage_throughput", "automatic_backup_retention_days"}
    assert not settings & set(made)


def test_a_link_imports_and_exports_what_the_file_says(stack: Json) -> None:
    (link,) = resources(stack, "aws_fsx_data_repository_association").values()
    assert link["data_repository_path"] == "s3://${aws_s3_bucket.datasets.id}"
    assert link["file_system_path"] == "/datasets"
    assert link["lifecycle"] == {"replace_triggered_by": ["terraform_data.fast_link_datasets_ways"]}
    assert link["s3"] == {
        "auto_import_policy": {"events": ["CHANGED", "DELETED", "NEW"]},
        "auto_export_policy": {"events": ["DELETED", "NEW"]},
    }


def test_fsx_may_use_the_key_of_a_bucket_that_is_linked(stack: Json) -> None:
    *_, links = policy(resources(stack, "aws_kms_key")["buckets"]["policy"])
    assert links["Condition"]["ArnLike"]["aws:PrincipalArn"] == (
        f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/"
        "s3.data-source.lustre.fsx.amazonaws.com/AWSServiceRoleForFSxS3Access_*"
    )


def test_exactly_lustres_ports_are_open_both_ways(stack: Json) -> None:
    nodes, own = "cluster", "scratch_lustre"
    ports = [("tcp", 988, 988), ("tcp", 1018, 1023)]
    both = {(other, *port) for other in (nodes, own) for port in ports}
    assert rules(stack, "ingress", own) == both
    assert rules(stack, "egress", own) == both
    of_nodes = {rule for rule in rules(stack, "ingress", nodes) if rule[0] == own}
    assert of_nodes == {(own, *port) for port in ports}


def test_with_efa_servers_and_nodes_have_everything_between_them(stack: Json) -> None:
    for way in ("ingress", "egress"):
        whole = {rule[0] for rule in rules(stack, way, "fast_lustre") if rule[1] == "-1"}
        assert whole == {"fast_lustre", "efa"}
        assert ("fast_lustre", "-1", None, None) in rules(stack, way, "efa")


def test_fsx_looks_at_rules_that_are_there(stack: Json) -> None:
    waits = set(file_systems(stack)["fast"]["depends_on"])
    every = {
        f"aws_vpc_security_group_{way}_rule.{name}"
        for way in ("ingress", "egress")
        for name in resources(stack, f"aws_vpc_security_group_{way}_rule")
        if name.startswith("fast_lustre")
    }
    assert every <= waits
    assert "aws_kms_key.file-systems" in waits


def test_pods_mount_it_by_what_the_output_tells(stack: Json) -> None:
    assert "aws-fsx-csi-driver" in resources(stack, "aws_eks_addon")
    told = stack["output"]["lustre"]["value"]["fast"]
    assert told["dns_name"] == "${aws_fsx_lustre_file_system.fast.dns_name}"
    assert told["mount_name"] == "${aws_fsx_lustre_file_system.fast.mount_name}"


def test_deployers_make_and_change_file_systems_of_the_cluster_alone(stack: Json) -> None:
    read = read_stack(stack, partition="aws", account_id=ACCOUNT)
    statements = {
        statement["Sid"]: statement
        for written in deployer_policies(read).values()
        for statement in policy(written)
    }
    own = {"StringEquals": {"aws:ResourceTag/trainyard/cluster": "demo"}}
    assert statements["OwnFileSystems"]["Condition"] == own
    assert "fsx:DeleteFileSystem" in statements["OwnFileSystems"]["Action"]
    asked = {"StringEquals": {"aws:RequestTag/trainyard/cluster": "demo"}}
    assert statements["MakeFileSystems"]["Condition"] == asked
    assert statements["RolesOfLinks"]["Resource"].endswith(
        "/s3.data-source.lustre.fsx.amazonaws.com/*"
    )
    services = statements["RolesOfServices"]["Condition"]["StringEquals"]["iam:AWSServiceName"]
    assert {"fsx.amazonaws.com", "s3.data-source.lustre.fsx.amazonaws.com"} <= {*services}


def test_what_file_systems_cost_is_told_where_it_is_known() -> None:
    made = cluster(
        storage={
            "lustre": {"scratch": SCRATCH, "slow": {**PERSISTENT, "throughput_mibps_per_tib": 125}}
        }
    )
    lines = {line.what: line for line in cost_lines(fixed_costs(made, today=TODAY), [], "min")}
    scratch = lines["scratch: Lustre, scratch_2, 1,200 GiB"]
    assert scratch.usd_per_hour == pytest.approx(1200 * 0.14 / 730)
    assert lines["slow: Lustre, persistent_2 at 125, 4,800 GiB"].usd_per_hour == pytest.approx(
        4800 * 0.145 / 730
    )


def test_a_cost_that_is_not_known_is_said_to_be() -> None:
    made = cluster(storage={"lustre": {"fast": {**PERSISTENT, "metadata_iops": 12000}}})
    lines = cost_lines(fixed_costs(made, today=TODAY), [], "min")
    unknown = [line.what for line in lines if line.usd_per_hour is None]
    assert unknown == [
        "fast: Lustre, persistent_2 at 1000, 4,800 GiB",
        "fast: metadata operations",
    ]
