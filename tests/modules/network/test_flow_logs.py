"""Flow logs."""

from cdktf_cdktf_provider_aws.iam_role import IamRole
from constructs import Construct

from modules.network.flow_logs import FlowLogProps, FlowLogs, FlowLogsProps
from tests.synthesis import Json, resources, synthesize


def flow_logs(*, recorded: bool) -> Json:
    def build(scope: Construct) -> None:
        role = IamRole(scope, "role", assume_role_policy="{}")
        flow_log = FlowLogProps(
            name="demo-flow-logs",
            vpc_id="vpc-1",
            traffic="REJECT",
            role_arn="arn:role",
            after=[role],
        )
        props = FlowLogsProps(
            log_group_name="/aws/vpc/demo/flow-logs",
            retention_days=30,
            kms_key_arn="arn:key",
            flow_log=flow_log if recorded else None,
        )
        FlowLogs(scope, "flow-logs", props)

    return synthesize(build)


def test_flow_logs_fill_an_encrypted_log_group_that_forgets() -> None:
    document = flow_logs(recorded=True)
    group = resources(document, "aws_cloudwatch_log_group")["flow-logs"]
    log = resources(document, "aws_flow_log")["flow-logs"]
    assert (group["retention_in_days"], group["kms_key_id"]) == (30, "arn:key")
    assert log["log_destination"] == "${aws_cloudwatch_log_group.flow-logs.arn}"
    assert (log["traffic_type"], log["vpc_id"], log["iam_role_arn"]) == (
        "REJECT",
        "vpc-1",
        "arn:role",
    )
    assert log["depends_on"] == ["aws_iam_role.role"]


def test_what_was_recorded_stays_when_recording_ends() -> None:
    groups = [
        resources(flow_logs(recorded=recorded), "aws_cloudwatch_log_group")
        for recorded in (True, False)
    ]
    assert groups[0] == groups[1]
    assert resources(flow_logs(recorded=False), "aws_flow_log") == {}
