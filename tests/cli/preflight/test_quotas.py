"""Whether quotas let the cluster grow."""

from collections.abc import Mapping
from typing import Any

from tests.cli.preflight.stubs import StubbedAccount, subject_of, told

GPUS = "quota on-demand G and VT instances"
OURS = [{"Key": "trainyard/cluster", "Value": "demo"}]


def account(allowed: int, *instances: Mapping[str, Any]) -> StubbedAccount:
    asked = {"ServiceCode": "ec2", "QuotaCode": "L-DB2E81BA"}
    quota = {"QuotaCode": "L-DB2E81BA", "Value": float(allowed)}
    return (
        StubbedAccount()
        .answers("service-quotas", "get_service_quota", {"Quota": quota}, asked)
        .answers("ec2", "describe_instances", {"Reservations": [{"Instances": list(instances)}]})
    )


def test_a_quota_that_is_large_enough_passes() -> None:
    assert told(subject_of("demo"), GPUS, account(96)) == (
        "passed: 96 vCPU at most, beside 0 of other instances; L-DB2E81BA allows 96"
    )


def test_a_quota_that_is_too_small_fails_with_the_request_to_make() -> None:
    running = {"InstanceType": "g6.8xlarge"}
    assert told(subject_of("demo"), GPUS, account(96, running)) == (
        "failed: 96 vCPU at most, beside 32 of other instances; L-DB2E81BA allows 96; ask for 128 "
        "or more: aws service-quotas request-service-quota-increase --service-code ec2 "
        "--quota-code L-DB2E81BA --desired-value 128 --region us-west-2"
    )


def test_nodes_of_the_cluster_and_instances_of_other_quotas_do_not_count_as_others() -> None:
    not_counted: list[Mapping[str, Any]] = [
        {"InstanceType": "g6.8xlarge", "Tags": OURS},
        {"InstanceType": "g6.8xlarge", "InstanceLifecycle": "spot"},
        {"InstanceType": "g6.8xlarge", "InstanceLifecycle": "capacity-block"},
        {"InstanceType": "m7i.large"},
    ]
    assert told(subject_of("demo"), GPUS, account(96, *not_counted)).startswith("passed: 96 vCPU")


def test_of_a_type_that_the_catalog_lacks_ec2_says_how_many_processors_it_has() -> None:
    newer = {"InstanceType": "g99.large", "CpuOptions": {"CoreCount": 4, "ThreadsPerCore": 2}}
    assert "beside 8 of other instances" in told(subject_of("demo"), GPUS, account(104, newer))


def test_where_the_account_has_no_value_of_its_own_the_default_counts() -> None:
    default = {"Quota": {"QuotaCode": "L-DB2E81BA", "Value": 0.0}}
    asked = {"ServiceCode": "ec2", "QuotaCode": "L-DB2E81BA"}
    account = (
        StubbedAccount()
        .refuses("service-quotas", "get_service_quota", "NoSuchResourceException")
        .answers("service-quotas", "get_aws_default_service_quota", default, asked)
        .answers("ec2", "describe_instances", {"Reservations": []})
    )
    assert told(subject_of("demo"), GPUS, account).startswith(
        "failed: 96 vCPU at most, beside 0 of other instances; L-DB2E81BA allows 0; ask for 96 "
    )


def listing(*names: str) -> StubbedAccount:
    quotas = [{"QuotaCode": f"L-{n}", "QuotaName": name} for n, name in enumerate(names)]
    return StubbedAccount("us-east-1").answers(
        "service-quotas",
        "list_service_quotas",
        {"Quotas": [{**quota, "Value": 5000.0} for quota in quotas]},
    )


TRAINIUM = "quota on-demand trn instances"


def test_a_quota_without_a_known_code_is_found_by_its_name() -> None:
    listed = listing(
        "Running On-Demand Trn instances", "All Trn Spot Instance Requests", "Running Dedicated trn"
    ).answers("ec2", "describe_instances", {"Reservations": []})
    assert told(subject_of("trn2"), TRAINIUM, listed).endswith("L-0 allows 5,000")


def test_a_quota_that_several_may_be_is_not_guessed() -> None:
    twice = listing("Running On-Demand Trn instances", "Running On-Demand Trn instances (new)")
    assert told(subject_of("trn2"), TRAINIUM, twice) == (
        "unknown: Service Quotas has no quota, or several, that it can be by its name; look for it "
        "among those of Amazon EC2 in the console"
    )
