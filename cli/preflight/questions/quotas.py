"""Whether quotas let the cluster grow to its largest size."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from cli.preflight.answers import Finding, Question, failed, passed, unknown
from cli.preflight.subject import Subject
from cli.verification.check import Aws, filtered, tags_of
from modules.catalog.instance_types import instance_type_facts
from modules.catalog.nearest import UnknownNameError
from modules.catalog.quotas import Quota, quota_of
from modules.config.derived.estimate import group_sizes
from modules.planning.estimate.sizes import QuotaNeed, quota_needs

#: EC2's word for how instances of a block are bought; they count against no quota.
#: Source: botocore's model of EC2, InstanceLifecycleType
_BLOCK = "capacity-block"
_BY_NAME = ("servicequotas:ListServiceQuotas",)
_BY_CODE = ("servicequotas:GetServiceQuota", "servicequotas:GetAWSDefaultServiceQuota")


def quota_questions(subject: Subject) -> Iterator[Question]:
    """Ask of each quota in virtual processors that the node groups count against."""
    for need in quota_needs(group_sizes(subject.cluster)):
        lookups = _BY_NAME if need.quota.code is None else _BY_CODE
        yield Question(
            title=f"quota {need.quota.name}",
            actions=(*lookups, "ec2:DescribeInstances"),
            ask=partial(_suffices, subject, need),
        )


def _suffices(subject: Subject, need: QuotaNeed, aws: Aws) -> Finding:
    found = _look_up(aws, need.quota)
    if found is None:
        return unknown(
            "Service Quotas has no quota, or several, that it can be by its name; look for it "
            "among those of Amazon EC2 in the console"
        )
    code, allowed = found["QuotaCode"], int(found["Value"])
    most, others = need.vcpus["max"], _vcpus_of_others(subject, need.quota, aws)
    told = f"{most:,} vCPU at most, beside {others:,} of other instances; {code} allows {allowed:,}"
    if most + others <= allowed:
        return passed(told)
    return failed(
        f"{told}; ask for {most + others:,} or more: aws service-quotas "
        f"request-service-quota-increase --service-code ec2 --quota-code {code} --desired-value "
        f"{most + others} --region {subject.cluster.region}"
    )


def _look_up(aws: Aws, quota: Quota) -> Mapping[str, Any] | None:
    quotas = aws.client("service-quotas")
    if quota.code is not None:
        return _of_code(quotas, quota.code)
    pages = quotas.get_paginator("list_service_quotas").paginate(ServiceCode="ec2")
    alike = [each for page in pages for each in page["Quotas"] if _is_named(each, quota)]
    return alike[0] if len(alike) == 1 else None


def _of_code(quotas: Any, code: str) -> Mapping[str, Any]:
    try:
        found = quotas.get_service_quota(ServiceCode="ec2", QuotaCode=code)
    except quotas.exceptions.NoSuchResourceException:
        # An account that never had another value than the default may have none of its own.
        found = quotas.get_aws_default_service_quota(ServiceCode="ec2", QuotaCode=code)
    one: Mapping[str, Any] = found["Quota"]
    return one


def _is_named(found: Mapping[str, Any], quota: Quota) -> bool:
    """Whether a quota that Service Quotas lists is one whose code the catalog does not have.

    They are named as in "Running On-Demand Trn instances" and "All Trn Spot Instance Requests".

    Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html
    """
    bought, family, *_ = quota.name.lower().split()
    words = found["QuotaName"].lower().split()
    starts = {"on-demand": "running", "spot": "all"}[bought]
    return words[:1] == [starts] and bought in words and family in words


def _vcpus_of_others(subject: Subject, quota: Quota, aws: Aws) -> int:
    """Count the processors that run and are no node of this cluster."""
    pages = (
        aws.client("ec2")
        .get_paginator("describe_instances")
        .paginate(Filters=filtered("instance-state-name", "pending", "running"))
    )
    return sum(
        _vcpus(instance)
        for page in pages
        for reservation in page["Reservations"]
        for instance in reservation["Instances"]
        if _counts(instance, quota) and not subject.is_ours(tags_of(instance))
    )


def _counts(instance: Mapping[str, Any], quota: Quota) -> bool:
    lifecycle = instance.get("InstanceLifecycle")
    return lifecycle != _BLOCK and quota == quota_of(
        instance["InstanceType"], spot=lifecycle == "spot"
    )


def _vcpus(instance: Mapping[str, Any]) -> int:
    try:
        return instance_type_facts(instance["InstanceType"]).vcpus
    except UnknownNameError:
        options = instance.get("CpuOptions", {})
        return int(options.get("CoreCount", 0)) * int(options.get("ThreadsPerCore", 0))
