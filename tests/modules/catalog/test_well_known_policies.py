"""Policies of controllers name actions that there are, and every word has one."""

from typing import get_args

import pytest
from policy_sentry.querying.actions import get_action_data

from modules.catalog.well_known_policies import WELL_KNOWN_POLICIES, WellKnownPolicy
from modules.config import ClusterConfig
from modules.config.derived.private_cluster import services_called
from modules.config.sections.service_account import WellKnownPolicyWord
from tests.modules.config.files import cluster

EVERY = [*WELL_KNOWN_POLICIES.values()]


def with_every_policy() -> ClusterConfig:
    accounts = {
        name.replace("_", "-"): {"namespace": "kube-system", "well_known_policy": name}
        for name in WELL_KNOWN_POLICIES
    }
    return cluster(service_accounts=accounts)


def test_a_file_can_say_each_and_no_other() -> None:
    assert set(get_args(WellKnownPolicyWord)) == set(WELL_KNOWN_POLICIES)
    assert len(with_every_policy().service_accounts) == len(EVERY)


@pytest.mark.parametrize("policy", EVERY, ids=lambda policy: policy.name)
def test_every_action_is_one_of_iam(policy: WellKnownPolicy) -> None:
    named = [action for each in policy.statements for action in each.actions]
    unknown = [action for action in named if not get_action_data(*action.split(":"))]
    assert named
    assert unknown == []


def test_a_private_network_has_what_they_call() -> None:
    assert {
        service: why
        for service, why in services_called(with_every_policy()).items()
        if "service account" in why
    } == {
        "autoscaling": "the pods of the service account cluster-autoscaler call it",
        "eks": "the pods of the service account cluster-autoscaler call it",
        "elasticloadbalancing": (
            "the pods of the service account aws-load-balancer-controller call it"
        ),
    }
