"""What Terraform forgets when it cannot write its state; docs/state.md says what users do."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded_aws.emulator import Emulator, running_emulator
from embedded_aws.faults import Fault
from embedded_aws.terraform import Terraform, TerraformError
from tests.end_to_end.remote_state import BUCKET, KEY, RESOURCES, Site, kill, wait_until

LOCK = f"{KEY}.tflock"
ALL_ONCE = {"vpcs": 1, "subnets": 1, "roles": 1, "log groups": 1}
#: Source: `internal/backend/local/hook_state.go` of Terraform.
SECONDS_BETWEEN_WRITES = 20


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


def unlock(terraform: Terraform, refused: TerraformError) -> None:
    """Remove the lock that a refusal names."""
    found = re.search(r"^\W*ID:\s+([0-9a-f-]{36})", str(refused), flags=re.MULTILINE)
    assert found
    terraform.force_unlock(found[1])


def test_state_is_written_when_a_resource_is_done_and_not_while_one_takes_long(
    emulator: Emulator, site: Site
) -> None:
    # Longer than all that is waited for below, however busy the machine is.
    slow = SECONDS_BETWEEN_WRITES + 20
    emulator.set_faults(
        [
            Fault(service="iam", operation="CreateRole", delay_seconds=slow),
            Fault(service="ec2", operation="CreateSubnet", delay_seconds=3 * slow),
        ]
    )
    applying = site.apply_in_the_background("killed")
    wait_until(lambda: site.count()["vpcs"] == 1)
    time.sleep(SECONDS_BETWEEN_WRITES + 3)
    assert site.count()["roles"] == 0
    assert site.keys() == [LOCK]
    wait_until(lambda: site.keys() == [KEY, LOCK])
    kill(applying)
    done = {each["type"] for each in site.state()["resources"] if each["instances"]}
    assert done == {"aws_vpc", "aws_iam_role", "aws_cloudwatch_log_group"}


def test_an_apply_that_goes_on_without_looking_makes_a_second_network(
    emulator: Emulator, site: Site
) -> None:
    emulator.set_faults([Fault(service="ec2", operation="CreateSubnet", delay_seconds=6)])
    applying = site.apply_in_the_background("killed")
    wait_until(lambda: {**site.count(), "subnets": 1} == ALL_ONCE)
    kill(applying)
    wait_until(lambda: site.count() == ALL_ONCE)

    terraform = site.terraform("next")
    with pytest.raises(TerraformError) as locked:
        terraform.apply_unseen()
    unlock(terraform, locked.value)
    with pytest.raises(TerraformError) as refused:
        terraform.apply_unseen()
    assert "EntityAlreadyExists: Role with name demo-node already exists" in str(refused.value)
    assert "The specified log group already exists" in str(refused.value)
    assert site.count() == {"vpcs": 2, "subnets": 2, "roles": 1, "log groups": 1}


def test_credentials_that_expire_during_an_apply_leave_the_state_in_a_file_to_push(
    emulator: Emulator, site: Site
) -> None:
    terraform = site.terraform()
    emulator.set_faults(
        Fault(
            service="s3",
            operation=operation,
            first=first,
            times=1000,
            code="ExpiredToken",
            message="The provided token has expired",
        )
        # The first object that is put is the lock.
        for operation, first in {"PutObject": 2, "DeleteObject": 1}.items()
    )
    with pytest.raises(TerraformError) as failed:
        terraform.apply_unseen()
    assert "terraform state push errored.tfstate" in str(failed.value)
    assert "Error releasing the state lock" in str(failed.value)
    assert site.keys() == [LOCK]

    emulator.set_faults([])
    unlock(terraform, failed.value)
    terraform.push_state("errored.tfstate")
    assert site.keys() == [KEY]
    assert terraform.plan().changes == ()
    assert site.count() == ALL_ONCE


def test_a_deleted_state_object_is_brought_back_from_its_last_version(site: Site) -> None:
    terraform = site.terraform()
    terraform.apply_unseen()
    s3 = site.aws.client("s3")
    s3.delete_object(Bucket=BUCKET, Key=KEY)
    assert terraform.addresses() == []
    versions = s3.list_object_versions(Bucket=BUCKET, Prefix=KEY)["Versions"]
    last = next(version for version in versions if version["Key"] == KEY)
    source = {"Bucket": BUCKET, "Key": KEY, "VersionId": last["VersionId"]}
    s3.copy_object(Bucket=BUCKET, Key=KEY, CopySource=source)
    assert len(terraform.addresses()) == len(RESOURCES)
