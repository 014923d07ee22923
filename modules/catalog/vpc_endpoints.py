"""AWS services that a cluster without a way to the internet reaches through VPC endpoints.

S3, from which images come too, has a gateway endpoint in every network.

Source: https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
"""

from collections.abc import Mapping
from types import MappingProxyType

#: What every node needs, and why.
NODE_ENDPOINTS: Mapping[str, str] = MappingProxyType(
    {
        "ec2": "nodes and the VPC CNI ask EC2 about themselves",
        "ecr.api": "nodes log in to ECR",
        "ecr.dkr": "nodes pull images from ECR",
        "eks-auth": "pods get their roles from EKS Pod Identity",
    }
)

#: What Session Manager needs. AWS says that recent agents do without ec2messages, where ssmmessages
#: is; those of older AMI releases do not.
#: Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
SESSION_MANAGER_ENDPOINTS: Mapping[str, str] = MappingProxyType(
    {
        "ec2messages": "agents on nodes ask Systems Manager for work",
        "ssm": "agents on nodes register with Systems Manager",
        "ssmmessages": "Session Manager opens sessions on nodes",
    }
)

#: What a cluster autoscaler needs.
#: Source: https://github.com/kubernetes/autoscaler (cluster-autoscaler/cloudprovider/aws/README.md)
AUTOSCALER_ENDPOINTS: Mapping[str, str] = MappingProxyType(
    {
        "autoscaling": "the cluster autoscaler sets sizes",
        "eks": "the cluster autoscaler reads node groups",
        "sts": "the cluster autoscaler asks who it is",
    }
)
