"""What the roles of service accounts may do, in IAM's own words."""

from collections.abc import Sequence

from modules.config.sections.service_account import ServiceAccountConfig
from modules.planning.identity.policy_documents import Statement


def statements_of(account: ServiceAccountConfig) -> Sequence[Statement]:
    """Give the statements of the policy of its role's own, as the file says them."""
    return [
        {
            "Effect": "Allow",
            "Action": each.actions,
            "Resource": each.resources,
            **({"Condition": each.conditions} if each.conditions else {}),
        }
        for each in account.statements
    ]
