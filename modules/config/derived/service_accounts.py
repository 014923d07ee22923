"""What the roles of service accounts may do, in IAM's own words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from modules.catalog.well_known_policies import WELL_KNOWN_POLICIES
from modules.config.sections.cluster import ClusterSections
from modules.planning.identity.policy_documents import Statement


def statements_of(cluster: ClusterSections, key: str) -> Sequence[Statement]:
    """Give the statements of the policy of a role's own: the well-known ones, and the file's."""
    account = cluster.service_accounts[key]
    own = [
        {
            "Effect": "Allow",
            "Action": each.actions,
            "Resource": each.resources,
            **({"Condition": each.conditions} if each.conditions else {}),
        }
        for each in account.statements
    ]
    return [*_well_known(cluster, account.well_known_policy), *own]


def _well_known(cluster: ClusterSections, name: str | None) -> Iterator[Statement]:
    names = {
        "{partition}": cluster.region_facts.partition,
        "{region}": cluster.region,
        "{cluster}": cluster.name,
    }
    for each in () if name is None else WELL_KNOWN_POLICIES[name].statements:
        statement: dict[str, Any] = {
            "Effect": "Allow",
            "Action": list(each.actions),
            "Resource": [_named(resource, names) for resource in each.resources],
        }
        if each.condition is not None:
            statement["Condition"] = {
                operator: {_named(key, names): _named(value, names) for key, value in of.items()}
                for operator, of in each.condition.items()
            }
        yield statement


def _named(text: str, names: Mapping[str, str]) -> str:
    for written, name in names.items():
        text = text.replace(written, name)
    return text
