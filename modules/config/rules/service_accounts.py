"""Rules of service accounts."""

from collections.abc import Iterator, Sequence

from modules.catalog.add_ons import ADD_ONS
from modules.config.derived.add_ons import installed_add_ons
from modules.config.derived.buckets import bucket_statements
from modules.config.derived.service_accounts import statements_of
from modules.config.problems import Path, Problem
from modules.config.sections.cluster import ClusterSections
from modules.planning.identity.policy_documents import Statement, policy_json
from modules.planning.names import ANY_ACCOUNT

#: Of all the policies in a role, white space left out.
#: Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
_MOST_IN_A_ROLE = 10_240
#: As long as that of any key of any region.
_LONGEST_KEY_ARN = f"arn:aws:kms:ap-southeast-1:{ANY_ACCOUNT}:key/mrk-{'0' * 32}"


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
        size = _size(statements_of(cluster, key))
        if size > _MOST_IN_A_ROLE:
            yield Problem(
                ("service_accounts", key, "statements"),
                f"they make a policy of {size} characters where IAM takes {_MOST_IN_A_ROLE} in a "
                "role; make managed policies of some, and name those in policy_arns",
            )
            continue
        buckets = _size(
            bucket_statements(cluster, key, account_id=ANY_ACCOUNT, key_arn=_LONGEST_KEY_ARN)
        )
        if size + buckets > _MOST_IN_A_ROLE:
            yield Problem(
                ("service_accounts", key),
                f"what it may do with buckets and its statements make policies of {size + buckets} "
                f"characters where IAM takes {_MOST_IN_A_ROLE} in a role; read and write fewer, or "
                "make a managed policy of the statements",
            )


def _size(statements: Sequence[Statement]) -> int:
    return len("".join(policy_json(statements).split())) if statements else 0


RULES = (_pods_have_one_role, _statements_fit)
