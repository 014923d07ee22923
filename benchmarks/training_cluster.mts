// The program that is measured in TypeScript: a translation of training_cluster.py.

import { App, TerraformStack } from "cdktf";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon/index.js";
import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster/index.js";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group/index.js";
import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway/index.js";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template/index.js";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway/index.js";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table/index.js";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association/index.js";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";

const zones = ["a", "b", "c"];
const roleNames = ["cluster", "node", "cni", "storage", "logs"];
const addOns = ["vpc-cni", "coredns", "kube-proxy", "eks-pod-identity-agent", "aws-ebs-csi-driver"];
const rulesPerGroup = 7;
const networkCards = 32;

function network(stack: TerraformStack): [Vpc, Subnet[]] {
  const vpc = new Vpc(stack, "vpc", {
    cidrBlock: "10.0.0.0/16",
    enableDnsHostnames: true,
    tags: { Name: "vpc" },
  });
  const gateway = new InternetGateway(stack, "gateway", { vpcId: vpc.id });
  const privateSubnets = zones.map((zone, index) => {
    const [isPublic, isPrivate] = ["public", "private"].map((kind, offset) => {
      const name = `${kind}-${zone}`;
      const subnet = new Subnet(stack, `subnet-${name}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${index * 2 + offset}.0/24`,
        availabilityZone: `us-west-2${zone}`,
        tags: { Name: name },
      });
      const table = new RouteTable(stack, `table-${name}`, { vpcId: vpc.id });
      new RouteTableAssociation(stack, `association-${name}`, {
        subnetId: subnet.id,
        routeTableId: table.id,
      });
      return { subnet, table };
    });
    const address = new Eip(stack, `address-${zone}`, { domain: "vpc" });
    const nat = new NatGateway(stack, `nat-${zone}`, {
      allocationId: address.id,
      subnetId: isPublic.subnet.id,
    });
    new Route(stack, `route-public-${zone}`, {
      routeTableId: isPublic.table.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: gateway.id,
    });
    new Route(stack, `route-private-${zone}`, {
      routeTableId: isPrivate.table.id,
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: nat.id,
    });
    return isPrivate.subnet;
  });
  return [vpc, privateSubnets];
}

function roles(stack: TerraformStack): Record<string, IamRole> {
  const statement = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "x" } };
  return Object.fromEntries(
    roleNames.map((name) => {
      const role = new IamRole(stack, `role-${name}`, {
        name,
        assumeRolePolicy: JSON.stringify([statement]),
      });
      new IamRolePolicyAttachment(stack, `policy-${name}`, {
        role: role.name,
        policyArn: `arn:aws:iam::aws:policy/${name}`,
      });
      return [name, role];
    }),
  );
}

function cluster(stack: TerraformStack, subnets: Subnet[], role: IamRole): EksCluster {
  const key = new KmsKey(stack, "key", { enableKeyRotation: true });
  new KmsAlias(stack, "alias", { targetKeyId: key.keyId, name: "alias/cluster" });
  new CloudwatchLogGroup(stack, "logs", { kmsKeyId: key.arn });
  const made = new EksCluster(stack, "cluster", {
    name: "cluster",
    roleArn: role.arn,
    vpcConfig: { subnetIds: subnets.map((subnet) => subnet.id), endpointPrivateAccess: true },
    encryptionConfig: { resources: ["secrets"], provider: { keyArn: key.arn } },
  });
  for (const addonName of addOns) {
    new EksAddon(stack, `add-on-${addonName}`, { clusterName: made.name, addonName });
  }
  return made;
}

function nodeGroups(
  stack: TerraformStack,
  owner: EksCluster,
  vpc: Vpc,
  subnets: Subnet[],
  role: IamRole,
): void {
  for (const name of ["system", "training"]) {
    const group = new SecurityGroup(stack, `group-${name}`, { vpcId: vpc.id });
    const groupId = group.id;
    for (let port = 0; port < rulesPerGroup; port += 1) {
      new VpcSecurityGroupIngressRule(stack, `rule-${name}-${port}`, {
        securityGroupId: groupId,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        cidrIpv4: "10.0.0.0/16",
      });
    }
    const template = new LaunchTemplate(stack, `template-${name}`, {
      networkInterfaces: Array.from({ length: networkCards }, (_, card) => ({
        deviceIndex: card === 0 ? 0 : 1,
        networkCardIndex: card,
        interfaceType: "efa-only",
        securityGroups: [groupId],
      })),
    });
    new EksNodeGroup(stack, `nodes-${name}`, {
      clusterName: owner.name,
      nodeRoleArn: role.arn,
      subnetIds: [subnets[0].id],
      scalingConfig: { desiredSize: 2, minSize: 1, maxSize: 4 },
      launchTemplate: {
        id: template.id,
        version: template.getStringAttribute("latest_version"),
      },
    });
  }
}

const app = new App();
for (let number = 0; number < Number(process.argv[2]); number += 1) {
  const stack = new TerraformStack(app, `cluster-${number}`);
  new AwsProvider(stack, "aws", { region: "us-west-2" });
  const [vpc, subnets] = network(stack);
  const made = roles(stack);
  const owner = cluster(stack, subnets, made.cluster);
  nodeGroups(stack, owner, vpc, subnets, made.node);
}
app.synth();
