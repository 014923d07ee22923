"""What Terraform looked for and did not find, from the JSON form of a plan.

A plan begins by looking for all that is in the state. What it does not find it forgets, and plans
anew. Whether that was deleted, or runs on where the plan no longer looks, its ARN tells.

Source: ``resource_drift`` in https://developer.hashicorp.com/terraform/internals/json-format
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_CALLER = "aws_caller_identity"
_ARN = re.compile(r"arn:[^:]+:[^:]+:(?P<region>[^:]*):(?P<account_id>[^:]*):")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vanished:
    """A resource of the state that was not found.

    Attributes:
        address: Address of the resource.
        type: Type of the resource, for example ``aws_vpc``.
        runs_on_in: Where it still is, if the plan looks elsewhere: ``us-west-2``,
            ``account 111122223333``; empty if the plan looked where it was.
    """

    address: str
    type: str
    runs_on_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in AWS something is, or is looked for; a part that is not known is empty."""

    region: str
    account_id: str

    def apart_from(self, here: "_Place") -> str:
        """Say in what it is another place; empty if nothing says that it is."""
        differs = here.region and self.region and self.region != here.region
        region = self.region if differs else ""
        differs = here.account_id and self.account_id and self.account_id != here.account_id
        account = f"account {self.account_id}" if differs else ""
        return " of ".join(filter(None, (region, account)))


def vanished(document: Mapping[str, Any]) -> tuple[Vanished, ...]:
    """List what a plan looked for and did not find.

    What has no ARN is where the others are that were not found.

    Args:
        document: What ``terraform show -json PLAN`` wrote.
    """
    here = _looked_in(document)
    missing = [
        (resource, _elsewhere(resource, here))
        for resource in document.get("resource_drift", ())
        if resource["change"]["actions"] == ["delete"]
    ]
    others = next((where for _, where in missing if where), "")
    return tuple(
        Vanished(
            address=resource["address"],
            type=resource["type"],
            runs_on_in=others if where is None else where,
        )
        for resource, where in missing
    )


def _elsewhere(resource: Mapping[str, Any], here: _Place) -> str | None:
    """Say where else than here something was; empty if here, None if nothing tells."""
    arn = _ARN.match(str((resource["change"].get("before") or {}).get("arn") or ""))
    # The ARN of a bucket names neither.
    if arn is None or not any(arn.groups()):
        return None
    return _Place(**arn.groupdict()).apart_from(here)


def _looked_in(document: Mapping[str, Any]) -> _Place:
    providers = document.get("configuration", {}).get("provider_config", {})
    said = providers.get("aws", {}).get("expressions", {})
    accounts = said.get("allowed_account_ids", {}).get("constant_value") or []
    return _Place(
        region=str(said.get("region", {}).get("constant_value") or ""),
        account_id=str(accounts[0] if len(accounts) == 1 else next(_caller(document), "")),
    )


def _caller(document: Mapping[str, Any]) -> Iterator[str]:
    prior = document.get("prior_state", {}).get("values", {}).get("root_module", {})
    for resource in prior.get("resources", ()):
        if resource["type"] == _CALLER:
            yield resource["values"]["account_id"]
