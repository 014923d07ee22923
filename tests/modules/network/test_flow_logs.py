"""Flow logs."""

from modules.network.flow_logs import FlowLogs, FlowLogsProps
from tests.synthesis import resources, synthesize


def test_flow_logs_fill_an_encrypted_log_group_that_forgets() -> None:
    document = synthesize(
        lambda scope: FlowLogs(
            scope,
            "flow-logs",
            FlowLogsProps(
                name="demo-flow-logs",
                vpc_id="vpc-1",
                traffic="REJECT",
                log_group_name="/aws/vpc/demo/flow-logs",
                retention_days=30,
                kms_key_arn="arn:key",
                role_arn="arn:role",
            ),
        )
    )
    group = resources(document, "aws_cloudwatch_log_group")["flow-logs"]
    log = resources(document, "aws_flow_log")["flow-logs"]
    assert (group["retention_in_days"], group["kms_key_id"]) == (30, "arn:key")
    assert log["log_destination"] == "${aws_cloudwatch_log_group.flow-logs.arn}"
    assert (log["traffic_type"], log["vpc_id"], log["iam_role_arn"]) == (
        "REJECT",
        "vpc-1",
        "arn:role",
    )
