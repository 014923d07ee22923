"""Who reaches the private endpoint of the Kubernetes API, beside the nodes."""

from collections.abc import Mapping
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct

from modules.planning.network.https_sources import HttpsSource
from modules.refs import ClusterRef

_HTTPS = 443


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateAccessProps:
    """Inputs of `PrivateAccess`.

    Attributes:
        cluster: The cluster.
        sources: Who is let in, by a key of its own.
    """

    cluster: ClusterRef
    sources: Mapping[str, HttpsSource]


class PrivateAccess(Construct):
    """HTTPS into the cluster security group, which EKS makes and which admits only itself.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
    """

    def __init__(self, scope: Construct, id_: str, props: PrivateAccessProps) -> None:
        """Build a rule for each source."""
        super().__init__(scope, id_)
        for key, source in props.sources.items():
            VpcSecurityGroupIngressRule(
                self,
                f"api_{key}",
                security_group_id=props.cluster.security_group_id,
                cidr_ipv4=source.cidr,
                referenced_security_group_id=source.security_group_id,
                ip_protocol="tcp",
                from_port=_HTTPS,
                to_port=_HTTPS,
                description="Kubernetes API, from what access names",
            )
