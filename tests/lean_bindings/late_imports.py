"""Cases that import submodules after the first constructs exist; each names its own."""

# ruff: noqa: PLC0415 - importing late is what is tried

import importlib

from cdktf import TerraformStack, Testing
from cdktf_cdktf_provider_aws.vpc import Vpc


def _stack() -> TerraformStack:
    stack = TerraformStack(Testing.app(), "test")
    Vpc(stack, "vpc")
    return stack


def imported_in_a_function() -> object:
    stack = _stack()
    from cdktf_cdktf_provider_aws.eip import Eip
    from cdktf_cdktf_provider_aws.nat_gateway import NatGateway

    NatGateway(stack, "nat", subnet_id="subnet-1", allocation_id=Eip(stack, "eip").id)
    return Testing.synth(stack)


def imported_twice_later() -> object:
    stack = _stack()
    from cdktf_cdktf_provider_aws.kms_key import KmsKey

    key = KmsKey(stack, "key")
    from cdktf_cdktf_provider_aws.kms_alias import KmsAlias

    KmsAlias(stack, "alias", target_key_id=key.key_id)
    KmsKey(stack, "second", timeouts={"create": "1m"})
    return Testing.synth(stack)


def reached_through_the_package() -> object:
    stack = _stack()
    import cdktf_cdktf_provider_aws as aws

    cluster = aws.eks_cluster.EksCluster(
        stack,
        "cluster",
        name="x",
        role_arn="arn",
        vpc_config=aws.eks_cluster.EksClusterVpcConfig(subnet_ids=["a", "b"]),
    )
    return [Testing.synth(stack), type(cluster.vpc_config).__name__]


def a_struct_used_before_its_class_is_created() -> object:
    stack = _stack()
    from cdktf_cdktf_provider_aws.ecs_service import EcsService, EcsServiceNetworkConfiguration

    network = EcsServiceNetworkConfiguration(subnets=["a"])
    EcsService(stack, "service", name="x", network_configuration=network)
    return Testing.synth(stack)


def a_static_member_first() -> object:
    sqs_queue = importlib.import_module("cdktf_cdktf_provider_aws.sqs_queue")
    return [
        sqs_queue.SqsQueue.TF_RESOURCE_TYPE,
        sqs_queue.SqsQueue.is_construct(_stack()),
        sqs_queue.SqsQueue.__jsii_type__,
    ]


def names_of_the_package() -> object:
    aws = importlib.import_module("cdktf_cdktf_provider_aws")
    tls = importlib.import_module("cdktf_cdktf_provider_tls")
    return [
        sorted(aws.__all__),
        sorted(tls.__all__),
        aws.__name__,
        set(aws.__all__) <= set(dir(aws)),
        hasattr(aws, "no_such_submodule"),
        tls.private_key.PrivateKey.__module__,
    ]


def a_submodule_that_does_not_exist() -> object:
    return importlib.import_module("cdktf_cdktf_provider_aws.no_such_submodule")


def an_attribute_that_does_not_exist() -> object:
    return importlib.import_module("cdktf_cdktf_provider_aws").no_such_submodule


def a_name_that_cannot_be_imported() -> object:
    from cdktf_cdktf_provider_aws import no_such_submodule  # type: ignore[attr-defined]

    return no_such_submodule


CASES = (
    imported_in_a_function,
    imported_twice_later,
    reached_through_the_package,
    a_struct_used_before_its_class_is_created,
    a_static_member_first,
    names_of_the_package,
    a_submodule_that_does_not_exist,
    an_attribute_that_does_not_exist,
    a_name_that_cannot_be_imported,
)
