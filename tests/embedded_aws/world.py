"""What AWS refuses something about: a network, a cluster and a node group in an account."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from embedded_aws.clients import EmbeddedAws
from embedded_aws.emulator import Emulator

ROLE = "arn:aws:iam::111122223333:role/any"
CLUSTER_POLICY = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
NODE_POLICY = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
ZONES = ("a", "b", "c")


@dataclass(frozen=True)
class World:
    """An account in which things are made when they are first asked for."""

    aws: EmbeddedAws
    emulator: Emulator

    @cached_property
    def ec2(self) -> Any:
        """A client of EC2."""
        return self.aws.client("ec2")

    @cached_property
    def eks(self) -> Any:
        """A client of EKS."""
        return self.aws.client("eks")

    @cached_property
    def iam(self) -> Any:
        """A client of IAM."""
        return self.aws.client("iam")

    @cached_property
    def kms(self) -> Any:
        """A client of KMS."""
        return self.aws.client("kms")

    @cached_property
    def logs(self) -> Any:
        """A client of CloudWatch Logs."""
        return self.aws.client("logs")

    @cached_property
    def autoscaling(self) -> Any:
        """A client of Auto Scaling."""
        return self.aws.client("autoscaling")

    @cached_property
    def cluster_role(self) -> str:
        """A role that control planes work with; its ARN."""
        return self.role("cluster", "eks.amazonaws.com", CLUSTER_POLICY)

    @cached_property
    def node_role(self) -> str:
        """A role that nodes work with; its ARN."""
        return self.role("node", "ec2.amazonaws.com", NODE_POLICY)

    def role(self, name: str, service: str, *policy_arns: str) -> str:
        """Make a role that a service may assume."""
        trust = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": service},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
        made = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
        for policy_arn in policy_arns:
            self.iam.attach_role_policy(RoleName=name, PolicyArn=policy_arn)
        return str(made["Role"]["Arn"])

    @cached_property
    def vpc_id(self) -> str:
        """A VPC."""
        return str(self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"])

    @cached_property
    def subnet_ids(self) -> list[str]:
        """A subnet in each of three zones."""
        return [self.subnet(zone, index) for index, zone in enumerate(ZONES)]

    def subnet(self, zone: str, index: int) -> str:
        """Make a subnet."""
        made = self.ec2.create_subnet(
            VpcId=self.vpc_id,
            AvailabilityZone=f"{self.aws.region}{zone}",
            CidrBlock=f"10.0.{index}.0/24",
        )
        return str(made["Subnet"]["SubnetId"])

    @cached_property
    def security_group_id(self) -> str:
        """A security group that only what is told to has."""
        made = self.ec2.create_security_group(GroupName="efa", Description="x", VpcId=self.vpc_id)
        return str(made["GroupId"])

    @cached_property
    def placement_group(self) -> str:
        """A cluster placement group."""
        self.ec2.create_placement_group(GroupName="racks", Strategy="cluster")
        return "racks"

    @cached_property
    def key_arn(self) -> str:
        """A key."""
        return str(self.kms.create_key()["KeyMetadata"]["Arn"])

    @cached_property
    def template_id(self) -> str:
        """A launch template whose first version uses all there is to use."""
        return self.template("nodes", self.all_used())

    def template(self, name: str, data: dict[str, Any]) -> str:
        """Make a launch template."""
        made = self.ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData=data)
        return str(made["LaunchTemplate"]["LaunchTemplateId"])

    def all_used(self) -> dict[str, Any]:
        """Give what a launch template says that uses all there is to use."""
        return {
            "NetworkInterfaces": [{"DeviceIndex": 0, "Groups": [self.security_group_id]}],
            "Placement": {"GroupName": self.placement_group},
            "BlockDeviceMappings": [
                {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "KmsKeyId": self.key_arn}}
            ],
        }

    def create_cluster(self, **members: Any) -> Any:
        """Make a cluster; members in place of what it would have."""
        network = {"subnetIds": self.subnet_ids, **members.pop("resourcesVpcConfig", {})}
        asked = {"name": "demo", "version": "1.35", **members}
        asked.setdefault("roleArn", self.cluster_role)
        return self.eks.create_cluster(resourcesVpcConfig=network, **asked)["cluster"]

    @cached_property
    def cluster(self) -> str:
        """A cluster; its name."""
        self.create_cluster()
        return "demo"

    def create_group(self, **members: Any) -> Any:
        """Make a node group; members in place of what it would have."""
        asked = {
            "clusterName": self.cluster,
            "nodegroupName": "training",
            "nodeRole": members.get("nodeRole") or self.node_role,
            "subnets": self.subnet_ids[:1],
            "scalingConfig": {"minSize": 1, "desiredSize": 2, "maxSize": 4},
        }
        return self.eks.create_nodegroup(**{**asked, **members})["nodegroup"]

    @cached_property
    def group(self) -> dict[str, str]:
        """A node group whose two nodes use all there is to use; what names it in requests."""
        self.create_group(launchTemplate={"id": self.template_id, "version": "1"})
        return {"clusterName": self.cluster, "nodegroupName": "training"}

    def roll(self, data: dict[str, Any]) -> Any:
        """Roll the nodes to a new version of their launch template."""
        made = self.ec2.create_launch_template_version(
            LaunchTemplateId=self.template_id, LaunchTemplateData=data
        )
        version = str(made["LaunchTemplateVersion"]["VersionNumber"])
        named = {"id": self.template_id, "version": version}
        return self.eks.update_nodegroup_version(**self.group, launchTemplate=named)["update"]
