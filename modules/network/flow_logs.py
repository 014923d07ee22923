"""A record of who talked to whom in a VPC."""

from collections.abc import Sequence
from dataclasses import dataclass

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.flow_log import FlowLog
from constructs import Construct


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLogProps:
    """What is recorded. Any ``str`` may be a token.

    Attributes:
        name: The ``Name`` tag.
        vpc_id: VPC to watch.
        traffic: ``ALL`` or ``REJECT``.
        role_arn: Role that may write to the log group.
        after: What must outlive the recording, such as the role's policies.
    """

    name: str
    vpc_id: str
    traffic: str
    role_arn: str
    after: Sequence[ITerraformDependable]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLogsProps:
    """Inputs of `FlowLogs`. Any ``str`` may be a token.

    Attributes:
        log_group_name: Log group to make.
        retention_days: How long records are kept.
        kms_key_arn: Key that encrypts them; its policy must let CloudWatch Logs use it.
        flow_log: What is recorded; None for nothing.
    """

    log_group_name: str
    retention_days: int
    kms_key_arn: str
    flow_log: FlowLogProps | None


class FlowLogs(Construct):
    """An encrypted log group, and the flow logs of a VPC in it.

    The group stands without them too: what was recorded stays when recording ends.
    """

    def __init__(self, scope: Construct, id_: str, props: FlowLogsProps) -> None:
        """Build the log group and the flow log that fills it."""
        super().__init__(scope, id_)
        log_group = CloudwatchLogGroup(
            self,
            "cloudwatch-log-group",
            name=props.log_group_name,
            retention_in_days=props.retention_days,
            kms_key_id=props.kms_key_arn,
        )
        recorded = props.flow_log
        if recorded is not None:
            FlowLog(
                self,
                "flow-log",
                vpc_id=recorded.vpc_id,
                traffic_type=recorded.traffic,
                log_destination_type="cloud-watch-logs",
                log_destination=log_group.arn,
                iam_role_arn=recorded.role_arn,
                tags={"Name": recorded.name},
                depends_on=list(recorded.after),
            )
