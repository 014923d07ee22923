"""A record of who talked to whom in a VPC."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.flow_log import FlowLog
from constructs import Construct


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLogsProps:
    """Inputs of `FlowLogs`. Any ``str`` may be a token.

    Attributes:
        name: The ``Name`` tag.
        vpc_id: VPC to watch.
        traffic: ``ALL`` or ``REJECT``.
        log_group_name: Log group to make.
        retention_days: How long records are kept.
        kms_key_arn: Key that encrypts them; its policy must let CloudWatch Logs use it.
        role_arn: Role that may write to the log group.
    """

    name: str
    vpc_id: str
    traffic: str
    log_group_name: str
    retention_days: int
    kms_key_arn: str
    role_arn: str


class FlowLogs(Construct):
    """Flow logs of a VPC in an encrypted log group."""

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
        FlowLog(
            self,
            "flow-log",
            vpc_id=props.vpc_id,
            traffic_type=props.traffic,
            log_destination_type="cloud-watch-logs",
            log_destination=log_group.arn,
            iam_role_arn=props.role_arn,
            tags={"Name": props.name},
        )
