"""State in S3 survives what happens to those who use it; docs/state.md says what they do."""

import re
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from embedded_aws.emulator import Emulator, running_emulator
from embedded_aws.faults import Fault
from embedded_aws.requests import Members
from embedded_aws.terraform import Terraform, TerraformError
from modules.planning.identity.state_access import StateObject, state_access
from tests.end_to_end.remote_state import BUCKET, KEY, RESOURCES, Site, kill, wait_until

LOCK = f"{KEY}.tflock"
ALL_ONCE = {"vpcs": 1, "subnets": 1, "roles": 1, "log groups": 1}
#: Long enough for others to come in between.
SLOW_SUBNET = Fault(service="ec2", operation="CreateSubnet", delay_seconds=6)
TAGGED: Mapping[str, Any] = {
    **RESOURCES,
    "aws_cloudwatch_log_group": {"logs": {"name": "/demo", "tags": {"changed": "yes"}}},
}
#: What S3 asks the policy for, where it is named otherwise.
#: Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
ACTIONS = {"ListObjectsV2": "s3:ListBucket", "HeadObject": "s3:GetObject"}


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """An emulator of its own for each test."""
    with running_emulator() as emulator:
        yield emulator


@pytest.fixture
def site(emulator: Emulator, tmp_path: Path) -> Site:
    """A bucket of states in it."""
    site = Site(url=emulator.url, folder=tmp_path)
    site.make_bucket()
    return site


def lock_id(refused: TerraformError) -> str:
    # A line of its own: S3's answer has the id of the request before it.
    found = re.search(r"^\s*ID:\s+([0-9a-f-]{36})", str(refused), flags=re.MULTILINE)
    assert found
    return found[1]


def test_of_two_applies_at_once_one_wins_and_the_other_is_told_who_holds_the_lock(
    emulator: Emulator, site: Site
) -> None:
    first, second = site.terraform("first"), site.terraform("second")
    emulator.set_faults([SLOW_SUBNET])
    with ThreadPoolExecutor() as pool:
        applying = pool.submit(first.apply_unseen)
        wait_until(lambda: site.count()["vpcs"] == 1)
        with pytest.raises(TerraformError) as refused:
            second.apply_unseen()
        applying.result()
    for said in ("Error acquiring the state lock", "Who:", "Operation: OperationTypeApply", KEY):
        assert said in str(refused.value)
    assert site.count() == ALL_ONCE
    assert site.keys() == [KEY]
    assert second.plan().changes == ()


def test_an_apply_that_was_killed_is_completed_by_the_documented_steps(
    emulator: Emulator, site: Site
) -> None:
    emulator.set_faults([SLOW_SUBNET])
    applying = site.apply_in_the_background("killed")
    wait_until(lambda: {**site.count(), "subnets": 1} == ALL_ONCE)
    kill(applying)
    # AWS finishes what it was asked for, whoever is left to hear of it.
    wait_until(lambda: site.count() == ALL_ONCE)
    assert site.keys() == [LOCK]

    terraform = site.terraform("next")
    with pytest.raises(TerraformError) as refused:
        terraform.apply_unseen()
    assert "Error acquiring the state lock" in str(refused.value)
    terraform.force_unlock(lock_id(refused.value))

    planned = {change.address for change in terraform.plan().changes}
    assert planned == {
        "aws_vpc.network",
        "aws_subnet.private",
        "aws_iam_role.node",
        "aws_cloudwatch_log_group.logs",
    }
    for address, id_ in ids_by_tag(site).items():
        terraform.import_resource(address, id_)
    terraform.apply_unseen()
    assert site.count() == ALL_ONCE
    assert terraform.plan().changes == ()


def ids_by_tag(site: Site) -> Mapping[str, str]:
    """Find what the plan would make and what is there already, as the documentation says."""
    ec2 = site.aws.client("ec2")
    tagged = [{"Name": "tag:trainyard/cluster", "Values": ["demo"]}]
    (vpc,) = ec2.describe_vpcs(Filters=tagged)["Vpcs"]
    (subnet,) = ec2.describe_subnets(Filters=tagged)["Subnets"]
    return {
        "aws_vpc.network": vpc["VpcId"],
        "aws_subnet.private": subnet["SubnetId"],
        "aws_iam_role.node": "demo-node",
        "aws_cloudwatch_log_group.logs": "/demo",
    }


@pytest.mark.parametrize("left", [0, 200])
def test_a_broken_state_object_is_told_of_and_its_last_version_restored(
    site: Site, left: int
) -> None:
    terraform = site.terraform()
    terraform.apply_unseen()
    s3 = site.aws.client("s3")
    whole = s3.get_object(Bucket=BUCKET, Key=KEY)["Body"].read()
    s3.put_object(Bucket=BUCKET, Key=KEY, Body=whole[:left])
    if left:
        with pytest.raises(TerraformError) as refused:
            terraform.plan()
        assert "state" in str(refused.value)
        assert "JSON" in str(refused.value)
    else:
        # Terraform takes an empty object for no state: the plan makes everything anew.
        assert len(terraform.plan().changes) == len(RESOURCES)

    versions = s3.list_object_versions(Bucket=BUCKET, Prefix=KEY)["Versions"]
    of_state = [version for version in versions if version["Key"] == KEY]
    good = next(version for version in of_state if version["Size"] == len(whole))
    s3.copy_object(
        Bucket=BUCKET,
        Key=KEY,
        CopySource={"Bucket": BUCKET, "Key": KEY, "VersionId": good["VersionId"]},
    )
    assert terraform.plan().changes == ()
    assert site.count() == ALL_ONCE


def handed_over(plan_of: Terraform, to: Terraform) -> None:
    shutil.copy(plan_of.folder / "plan.tfplan", to.folder)


def test_a_plan_made_in_one_job_is_applied_in_another(site: Site) -> None:
    planning, applying = site.terraform("plan"), site.terraform("apply")
    plan = planning.plan()
    assert plan.count("create") == len(RESOURCES)
    handed_over(planning, applying)
    applying.apply()
    assert site.count() == ALL_ONCE
    assert planning.plan().changes == ()


def test_a_plan_that_something_else_has_overtaken_is_refused(site: Site) -> None:
    planning, other, applying = (site.terraform(job) for job in ("plan", "other", "apply"))
    planning.plan()
    other.apply_unseen()
    before = site.state()
    handed_over(planning, applying)
    with pytest.raises(TerraformError) as refused:
        applying.apply()
    assert "Saved plan is stale" in str(refused.value)
    assert site.state() == before
    assert site.count() == ALL_ONCE


@pytest.mark.parametrize(
    ("service", "operations"),
    [
        ("s3", ("ListObjectsV2", "HeadObject", "GetObject", "PutObject", "DeleteObject")),
        ("ec2", ("DescribeVpcs", "DescribeSubnets")),
    ],
)
def test_a_run_with_expired_credentials_changes_nothing(
    emulator: Emulator, site: Site, service: str, operations: tuple[str, ...]
) -> None:
    site.terraform().apply_unseen()
    before, there = site.state(), site.count()
    changing = site.terraform("expired", resources=TAGGED)
    emulator.set_faults(
        Fault(
            service=service,
            operation=operation,
            times=10_000,
            code="ExpiredToken",
            message="The security token is expired",
        )
        for operation in operations
    )
    with pytest.raises(TerraformError) as refused:
        changing.apply_unseen()
    assert "expired" in str(refused.value)
    emulator.set_faults([])
    assert site.state() == before
    assert site.count() == there
    assert site.keys() == [KEY]


def test_state_moves_from_a_file_to_s3_and_back(site: Site, tmp_path: Path) -> None:
    beside = {"local": {"path": str(tmp_path / "terraform.demo.tfstate")}}
    terraform = site.terraform(backend=beside)
    (terraform.folder / "backend_override.tf.json").unlink(missing_ok=True)
    terraform.apply_unseen()
    assert site.keys() == []

    site.terraform(init=["-migrate-state", "-force-copy"])
    assert site.keys() == [KEY]
    assert terraform.plan().changes == ()

    site.terraform(backend=beside, init=["-migrate-state", "-force-copy"])
    assert terraform.plan().changes == ()
    assert len(terraform.addresses()) == len(RESOURCES)


def test_terraform_asks_of_the_bucket_what_the_policy_of_the_state_allows_and_no_more(
    emulator: Emulator, site: Site
) -> None:
    before = len(emulator.requests())
    terraform = site.terraform()
    terraform.apply_unseen()
    terraform.plan()
    asked = {
        (ACTIONS.get(each["operation"], f"s3:{each['operation']}"), resource_of(each))
        for each in emulator.requests()[before:]
        if each["service"] == "s3"
    }
    statements = state_access(
        partition="aws", states=[StateObject(bucket=BUCKET, key=KEY, kms_key_arn=None)]
    )
    allowed = {
        (action, str(statement["Resource"]))
        for statement in statements
        for action in _listed(statement["Action"])
    }
    assert asked == allowed
    prefixes = {
        each["parameters"]["Prefix"]
        for each in emulator.requests()[before:]
        if each["operation"] == "ListObjectsV2"
    }
    assert prefixes == {"env:/"}


def resource_of(request: Members) -> str:
    parts = [request["parameters"].get(name) for name in ("Bucket", "Key")]
    return f"arn:aws:s3:::{'/'.join(part for part in parts if part)}"


def _listed(actions: object) -> list[str]:
    return actions if isinstance(actions, list) else [str(actions)]
