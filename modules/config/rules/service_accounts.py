"""Rules of service accounts."""

from collections.abc import Iterator

from modules.catalog.add_ons import ADD_ONS
from modules.config.derived.add_ons import installed_add_ons
from modules.config.derived.service_accounts import statements_of
from modules.config.problems import Path, Problem
from modules.config.sections.cluster import ClusterSections
from modules.planning.identity.policy_documents import policy_json

#: Of all the policies in a role, white space left out.
#: Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
_MOST_IN_A_ROLE = 10_240


def _pods_have_one_role(cluster: ClusterSections) -> Iterator[Problem]:
    """EKS takes one association of a service account.

    Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html
    """
    taken = dict(_of_add_ons(cluster))
    for key, account in cluster.service_accounts.items():
        path: Path = ("service_accounts", key)
        pods = (account.namespace, account.name or key)
        other = taken.setdefault(pods, path)
        if other != path:
            yield Problem(
                path,
                f"the service account {pods[1]} in {pods[0]} has the role of "
                f"{'.'.join(map(str, other))} already, and EKS takes one; name another",
                also=(other,),
            )


def _of_add_ons(cluster: ClusterSections) -> Iterator[tuple[tuple[str, str], Path]]:
    for name in sorted(installed_add_ons(cluster)):
        asked, facts = cluster.add_ons.get(name), ADD_ONS.get(name)
        if asked is not None and asked.pod_identity is not None:
            pods = (asked.pod_identity.namespace, asked.pod_identity.service_account)
            yield pods, ("add_ons", name, "pod_identity")
        elif facts is not None and facts.service_account is not None:
            yield (facts.namespace, facts.service_account), ("add_ons", name)


def _statements_fit(cluster: ClusterSections) -> Iterator[Problem]:
    for key in cluster.service_accounts:
        written = policy_json(statements_of(cluster, key))
        size = len("".join(written.split()))
        if size > _MOST_IN_A_ROLE:
            yield Problem(
                ("service_accounts", key, "statements"),
                f"they make a policy of {size} characters where IAM takes {_MOST_IN_A_ROLE} in a "
                "role; make managed policies of some, and name those in policy_arns",
            )


RULES = (_pods_have_one_role, _statements_fit)
