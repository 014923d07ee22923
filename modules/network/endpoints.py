"""VPC endpoints in place of a way to the internet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cdktf import ITerraformDependable, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc_endpoint import VpcEndpoint
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct

from modules.planning.network.https_sources import HttpsSource

_HTTPS = 443
#: Until there is another way, such as NAT: see `modules.network.way_out`.
_GOES_LAST = TerraformResourceLifecycle(create_before_destroy=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointsProps:
    """Inputs of `Endpoints`. Ids may be tokens.

    Attributes:
        name: Name of the cluster; the start of every ``Name`` tag.
        region: Region of the services.
        vpc_id: VPC of the endpoints.
        cidr: IPv4 block whose addresses may use them.
        subnet_ids: A subnet of each zone.
        services: Services, as behind ``com.amazonaws.<region>.``.
        sources: Who else may use them, by a key of its own.
    """

    name: str
    region: str
    vpc_id: str
    cidr: str
    subnet_ids: Sequence[str]
    services: Sequence[str]
    sources: Mapping[str, HttpsSource] = field(default_factory=dict)


class Endpoints(Construct):
    """An interface endpoint for each service, reached by the service's usual name.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
    """

    #: What must exist before a node can reach AWS.
    endpoints: Sequence[ITerraformDependable]

    def __init__(self, scope: Construct, id_: str, props: EndpointsProps) -> None:
        """Build the security group and the endpoints."""
        super().__init__(scope, id_)
        name = f"{props.name}-endpoints"
        group = SecurityGroup(
            self,
            "security-group",
            vpc_id=props.vpc_id,
            name=name,
            description="HTTPS from the VPC to AWS services",
            tags={"Name": name},
        )
        group_id = group.id
        rule = VpcSecurityGroupIngressRule(
            self,
            "ingress-rule",
            security_group_id=group_id,
            cidr_ipv4=props.cidr,
            ip_protocol="tcp",
            from_port=_HTTPS,
            to_port=_HTTPS,
            description="HTTPS from the VPC",
            lifecycle=_GOES_LAST,
        )
        for key, source in props.sources.items():
            VpcSecurityGroupIngressRule(
                self,
                f"endpoints_{key}",
                security_group_id=group_id,
                cidr_ipv4=source.cidr,
                referenced_security_group_id=source.security_group_id,
                ip_protocol="tcp",
                from_port=_HTTPS,
                to_port=_HTTPS,
                description="HTTPS from what access names",
                lifecycle=_GOES_LAST,
            )
        self.endpoints = [
            rule,
            *(self._endpoint(props, service, group_id) for service in props.services),
        ]

    def _endpoint(self, props: EndpointsProps, service: str, group_id: str) -> VpcEndpoint:
        return VpcEndpoint(
            self,
            service.replace(".", "-"),
            vpc_id=props.vpc_id,
            service_name=f"com.amazonaws.{props.region}.{service}",
            vpc_endpoint_type="Interface",
            subnet_ids=list(props.subnet_ids),
            security_group_ids=[group_id],
            private_dns_enabled=True,
            lifecycle=_GOES_LAST,
            tags={"Name": f"{props.name}-{service}"},
        )
