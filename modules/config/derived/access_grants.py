"""Who gets which access entry."""

from collections.abc import Mapping

from modules.catalog.iam_policies import ENTRIES_GROUP, VIEWERS_GROUP
from modules.config.sections.access import AccessConfig
from modules.planning.identity.access_grants import AccessGrant


def access_grants(access: AccessConfig) -> Mapping[str, AccessGrant]:
    """Give what each principal gets, by ARN.

    Administrators are viewers with one policy more. So whoever goes from one to the other gains or
    loses that policy, and is at no moment without access.
    """
    viewing = {"view": None}
    grants = {
        **{
            arn: AccessGrant(
                kubernetes_groups=[VIEWERS_GROUP], policies={**viewing, "cluster_admin": None}
            )
            for arn in access.admins
        },
        **{
            arn: AccessGrant(kubernetes_groups=[VIEWERS_GROUP], policies=viewing)
            for arn in access.viewers
        },
        **{
            arn: AccessGrant(
                kubernetes_groups=(
                    [ENTRIES_GROUP, *entry.kubernetes_groups] if entry.type == "standard" else []
                ),
                type=entry.type.upper(),
                policies={each.policy: each.namespaces for each in entry.policies},
            )
            for arn, entry in access.entries.items()
        },
    }
    return dict(sorted(grants.items()))
