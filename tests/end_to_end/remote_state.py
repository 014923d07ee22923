"""A small stack with the S3 backend that clusters have, for tests of what happens to state."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embedded_aws.clients import EmbeddedAws
from embedded_aws.provider_mirror import find_provider_mirror
from embedded_aws.terraform import Terraform, find_terraform
from embedded_aws.workspace import EmbeddedTarget, prepare_workspace
from tests.cluster_files import synthesize_clusters
from tests.end_to_end.deployment import ACCOUNT_ID
from tests.modules.config.files import cluster

ROOT = Path(__file__).parents[2]
BUCKET = "states"
KEY = "trainyard/demo.tfstate"
REGION = "us-west-2"
TAG = {"trainyard/cluster": "demo"}
#: Terraform's first, and with the rest of a cluster in mind: what has a name of its own, and not.
RESOURCES: Mapping[str, Any] = {
    "aws_vpc": {"network": {"cidr_block": "10.0.0.0/16"}},
    "aws_subnet": {"private": {"vpc_id": "${aws_vpc.network.id}", "cidr_block": "10.0.0.0/24"}},
    "aws_iam_role": {
        "node": {
            "name": "demo-node",
            "assume_role_policy": json.dumps({"Version": "2012-10-17", "Statement": []}),
        }
    },
    "aws_cloudwatch_log_group": {"logs": {"name": "/demo"}},
}


@dataclass(frozen=True, kw_only=True)
class Site:
    """An emulator with a bucket, and folders to run Terraform in."""

    url: str
    folder: Path

    @property
    def aws(self) -> EmbeddedAws:
        """The account everything is in."""
        return EmbeddedAws(endpoint=self.url, account_id=ACCOUNT_ID, region=REGION)

    def make_bucket(self) -> None:
        """Make a versioned bucket for states."""
        s3 = self.aws.client("s3")
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})

    def terraform(
        self,
        job: str = "job",
        *,
        resources: Mapping[str, Any] = RESOURCES,
        backend: Mapping[str, Any] | None = None,
        init: Sequence[str] | None = (),
    ) -> Terraform:
        """Give Terraform in a folder of its own, as a job of a pipeline has one."""
        stack = self.folder / "stacks" / job
        stack.mkdir(parents=True, exist_ok=True)
        document = {
            "terraform": {
                "backend": {"s3": s3_backend_of_clusters()} if backend is None else backend,
                "required_providers": {"aws": {"source": "hashicorp/aws"}},
            },
            "provider": {"aws": [{"region": REGION, "default_tags": [{"tags": TAG}]}]},
            "resource": resources,
        }
        (stack / "cdk.tf.json").write_text(json.dumps(document))
        terraform = prepare_workspace(
            stack,
            self.folder / job,
            EmbeddedTarget(endpoint=self.url, account_id=ACCOUNT_ID),
            terraform=find_terraform(),
            mirror=find_provider_mirror(),
            plugin_cache=self.folder / "plugins",
            backend="own" if backend is None else None,
        )
        if init is not None:
            terraform.init(*init)
        return terraform

    def state(self) -> Any:
        """Give the state object, parsed."""
        return json.loads(self.aws.client("s3").get_object(Bucket=BUCKET, Key=KEY)["Body"].read())

    def keys(self) -> list[str]:
        """List the objects of the bucket."""
        listed = self.aws.client("s3").list_objects_v2(Bucket=BUCKET)
        return [each["Key"] for each in listed.get("Contents", ())]

    def count(self) -> Mapping[str, int]:
        """Count what carries the cluster's tag, or its name."""
        ec2, iam, logs = (self.aws.client(service) for service in ("ec2", "iam", "logs"))
        tagged = [{"Name": "tag:trainyard/cluster", "Values": ["demo"]}]
        roles = [role for role in iam.list_roles()["Roles"] if role["RoleName"] == "demo-node"]
        groups = logs.describe_log_groups(logGroupNamePrefix="/demo")["logGroups"]
        return {
            "vpcs": len(ec2.describe_vpcs(Filters=tagged)["Vpcs"]),
            "subnets": len(ec2.describe_subnets(Filters=tagged)["Subnets"]),
            "roles": len(roles),
            "log groups": len(groups),
        }

    def apply_in_the_background(self, job: str) -> "subprocess.Popen[bytes]":
        """Apply in another process, which can be killed."""
        program = (
            "import sys; from pathlib import Path; "
            "from tests.end_to_end.remote_state import Site; "
            "site = Site(url=sys.argv[1], folder=Path(sys.argv[2])); "
            "site.terraform(sys.argv[3]).apply_unseen()"
        )
        return subprocess.Popen(
            [sys.executable, "-c", program, self.url, str(self.folder), job],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )


def s3_backend_of_clusters() -> Mapping[str, Any]:
    """Give the backend that a cluster with state in S3 has."""
    state = {"backend": "s3", "bucket": BUCKET}
    backend: Mapping[str, Any] = synthesize_clusters([cluster(state=state)])["demo"]["terraform"][
        "backend"
    ]["s3"]
    return backend


def kill(process: "subprocess.Popen[bytes]") -> None:
    """End a process at once; what it runs ends with it."""
    process.send_signal(signal.SIGKILL)
    process.wait()


def wait_until(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
