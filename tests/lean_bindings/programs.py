"""Cases that synthesize: what the bindings are for."""

import tempfile
from pathlib import Path
from typing import Any, cast

from cdktf import (
    App,
    DataTerraformRemoteStateLocal,
    Fn,
    LocalBackend,
    TerraformCount,
    TerraformIterator,
    TerraformOutput,
    TerraformStack,
    TerraformVariable,
    Testing,
    Token,
)
from cdktf_cdktf_provider_aws.autoscaling_group import AutoscalingGroup, AutoscalingGroupTag
from cdktf_cdktf_provider_aws.data_aws_availability_zones import DataAwsAvailabilityZones
from cdktf_cdktf_provider_aws.data_aws_iam_policy_document import (
    DataAwsIamPolicyDocument,
    DataAwsIamPolicyDocumentStatement,
)
from cdktf_cdktf_provider_aws.instance import Instance
from cdktf_cdktf_provider_aws.launch_template import (
    LaunchTemplate,
    LaunchTemplateMetadataOptions,
    LaunchTemplateNetworkInterfaces,
)
from cdktf_cdktf_provider_aws.provider import (
    AwsProvider,
    AwsProviderAssumeRole,
    AwsProviderDefaultTags,
)
from cdktf_cdktf_provider_aws.security_group import SecurityGroup, SecurityGroupIngress
from cdktf_cdktf_provider_aws.subnet import Subnet, SubnetTimeouts
from cdktf_cdktf_provider_aws.vpc import Vpc
from cdktf_cdktf_provider_random.pet import Pet
from cdktf_cdktf_provider_random.provider import RandomProvider
from cdktf_cdktf_provider_tls.private_key import PrivateKey
from cdktf_cdktf_provider_tls.provider import TlsProvider


def stack() -> TerraformStack:
    """Return an empty stack with a provider."""
    made = TerraformStack(Testing.app(), "test")
    AwsProvider(made, "aws", region="us-west-2")
    return made


def app_with_two_stacks() -> object:
    folder = tempfile.mkdtemp()
    app = App(outdir=folder)
    network, cluster = TerraformStack(app, "network"), TerraformStack(app, "cluster")
    for made in (network, cluster):
        AwsProvider(
            made,
            "aws",
            region="us-west-2",
            default_tags=[AwsProviderDefaultTags(tags={"Project": "test"})],
            assume_role=[AwsProviderAssumeRole(role_arn="arn:aws:iam::111122223333:role/x")],
        )
        LocalBackend(made, path="terraform.tfstate")
    vpc = Vpc(network, "vpc", cidr_block="10.0.0.0/16")
    Subnet(cluster, "subnet", vpc_id=vpc.id, cidr_block="10.0.1.0/24")
    TerraformOutput(cluster, "vpc", value=vpc.arn, sensitive=True)
    app.synth()
    files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in files}


def several_providers() -> object:
    made = stack()
    RandomProvider(made, "random", alias="here")
    TlsProvider(made, "tls")
    pet = Pet(made, "pet", length=2, keepers={"a": "b"})
    key = PrivateKey(made, "key", algorithm="RSA", rsa_bits=2048)
    Vpc(made, "vpc", tags={"Name": pet.id, "Key": key.public_key_openssh})
    return Testing.synth(made)


def nested_blocks_in_lists() -> object:
    made = stack()
    LaunchTemplate(
        made,
        "template",
        metadata_options=LaunchTemplateMetadataOptions(http_tokens="required"),
        network_interfaces=[
            LaunchTemplateNetworkInterfaces(
                device_index=0 if index == 0 else 1,
                network_card_index=index,
                interface_type="efa-only",
                associate_public_ip_address="false",
                security_groups=["sg-1", "sg-2"],
            )
            for index in range(32)
        ],
    )
    AutoscalingGroup(
        made,
        "group",
        min_size=0,
        max_size=3.0,
        tag=[AutoscalingGroupTag(key="a", value="b", propagate_at_launch=True)],
    )
    return Testing.synth(made)


def structs_as_dictionaries() -> object:
    made = stack()
    raw: Any = {"create": "1h", "delete": "2h"}
    Subnet(made, "one", vpc_id="vpc-1", timeouts=raw, lifecycle={"prevent_destroy": True})
    ingress: Any = [
        {"fromPort": 443, "toPort": 443, "protocol": "tcp"},
        {"from_port": 80, "to_port": 80, "protocol": "tcp"},
    ]
    SecurityGroup(made, "two", vpc_id="vpc-1", ingress=ingress, timeouts=raw)
    return Testing.synth(made)


def tokens_of_each_kind() -> object:
    made = stack()
    zones = DataAwsAvailabilityZones(made, "zones", state="available")
    vpc = Vpc(made, "vpc", cidr_block="10.0.0.0/16")
    subnet = Subnet(
        made,
        "subnet",
        vpc_id=vpc.id,
        availability_zone=Fn.element(zones.names, 0),
        cidr_block=Fn.cidrsubnet(vpc.cidr_block, 8, 1),
        tags={"Name": f"in-{vpc.id}", "zones": Fn.join(",", zones.names)},
    )
    size: Any = TerraformVariable(made, "size", type="number").number_value
    group = AutoscalingGroup(made, "group", min_size=size, max_size=size + 0)
    kinds = [
        Token.is_unresolved(value)
        for value in cast("tuple[Any, ...]", (vpc.id, zones.names, group.min_size, "x", 1, {}))
    ]
    written = [
        subnet.fqn,
        vpc.get_string_attribute("arn"),
        type(vpc.interpolation_for_attribute("tags")).__name__,
        Token.as_string(vpc.get_any_map_attribute("tags")),
        group.get_number_attribute("max_size") < 0,
    ]
    return [Testing.synth(made), kinds, written]


def escape_hatches() -> object:
    made = stack()
    vpc = Vpc(made, "vpc", cidr_block="10.0.0.0/16")
    vpc.add_override("tags.Name", "x")
    vpc.add_override("lifecycle", {"ignore_changes": ["tags"], "n": None, "list": [1, 2.5]})
    vpc.override_logical_id("main")
    subnet = Subnet(made, "subnet", vpc_id=vpc.id, depends_on=[vpc])
    subnet.add_move_target("moved")
    Subnet(made, "other", vpc_id=vpc.id).move_from_id("aws_subnet.before")
    made.add_override("terraform.required_providers.aws.version", ">= 5.100.0, < 7.0.0")
    Instance(
        made,
        "instance",
        ami="ami-1",
        instance_type="m7i.large",
        provisioners=[{"type": "local-exec", "command": "true"}],
        connection={"type": "ssh", "host": "h"},
    )
    return Testing.synth(made)


def iterators_and_counts() -> object:
    made = stack()
    iterator = TerraformIterator.from_map({"a": {"cidr": "10.0.1.0/24"}})
    Subnet(
        made,
        "each",
        for_each=iterator,
        vpc_id="vpc-1",
        cidr_block=iterator.get_string("cidr"),
        tags={"key": iterator.key},
    )
    count = TerraformCount.of(3)
    Subnet(made, "counted", count=count, vpc_id="vpc-1", tags={"n": Token.as_string(count.index)})
    names = TerraformIterator.from_list(["a", "b"])
    SecurityGroup(
        made,
        "dynamic",
        ingress=names.dynamic({"protocol": "tcp", "from_port": 1, "description": names.value}),
    )
    return Testing.synth(made)


def what_was_given_read_back() -> object:
    made = stack()
    subnet = Subnet(made, "subnet", vpc_id="vpc-1", timeouts=SubnetTimeouts(create="1h"))
    group = SecurityGroup(
        made, "group", ingress=[SecurityGroupIngress(from_port=1, to_port=2, protocol="tcp")]
    )
    before = [
        subnet.vpc_id_input,
        subnet.cidr_block_input,
        subnet.timeouts.create,
        subnet.timeouts_input,
        type(subnet.timeouts).__name__,
        group.ingress_input,
        type(group.ingress).__name__,
        subnet.friendly_unique_id,
        subnet.terraform_resource_type,
        subnet.node.path,
        Subnet.TF_RESOURCE_TYPE,
        Subnet.is_terraform_resource(subnet),
        sorted(made.to_terraform()["resource"]),
    ]
    subnet.reset_timeouts()
    subnet.put_timeouts(delete="3h")
    subnet.vpc_id = "vpc-2"
    subnet.tags = {"a": "b"}
    group.put_ingress([{"from_port": 5}])
    return [repr(before), Testing.synth(made)]


def policy_documents_and_imports() -> object:
    made = stack()
    document = DataAwsIamPolicyDocument(
        made,
        "document",
        statement=[
            DataAwsIamPolicyDocumentStatement(
                actions=["s3:GetObject"],
                resources=["*"],
                principals=[{"type": "Service", "identifiers": ["ec2.amazonaws.com"]}],
                condition=[{"test": "Bool", "variable": "aws:SecureTransport", "values": ["true"]}],
            )
        ],
    )
    Vpc.generate_config_for_import(made, "imported", "vpc-0")
    existing = Vpc(made, "existing")
    existing.import_from("vpc-1")
    remote = DataTerraformRemoteStateLocal(made, "remote", path="x.tfstate")
    TerraformOutput(made, "out", value=[document.json, remote.get_string("y")])
    return Testing.synth(made)


CASES = (
    app_with_two_stacks,
    several_providers,
    nested_blocks_in_lists,
    structs_as_dictionaries,
    tokens_of_each_kind,
    escape_hatches,
    iterators_and_counts,
    what_was_given_read_back,
    policy_documents_and_imports,
)
