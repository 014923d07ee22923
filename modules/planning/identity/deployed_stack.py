"""What a synthesized stack contains, as far as a policy for its deployer must know."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modules.catalog.add_ons import ADD_ONS
from modules.planning.terraform.state_blocks import state_blocks

Json = Mapping[str, Any]
_BUCKET = "aws_s3_bucket"
_REFERENCE = re.compile(r"\$\{data\.aws_caller_identity\.account\.account_id\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeployedStack:
    """A cluster's stack in an account.

    Attributes:
        cluster: Name of the cluster.
        partition: For example ``aws``.
        region: AWS region; ``*`` for several clusters in more than one.
        account_id: AWS account.
        types: Types of resources, and of data sources with ``data.`` before them.
        role_arns: IAM roles.
        role_services: Services that may assume the roles.
        policy_arns: Managed policies that are attached.
        former_policy_arns: Managed policies that an older release may have attached.
        permissions_boundaries: What caps the roles; empty where nothing does.
        log_groups: Names of log groups.
        key_aliases: Names of KMS aliases, with ``alias/``.
        node_groups: Names of node groups.
        uses_spot: Whether a node group runs on spot instances.
        regions: Where ``region`` is ``*``, the regions that are meant.
        buckets: Names of buckets that are made.
        emptied_buckets: Those of them that may be destroyed with what is in them.
        let_go_buckets: Names of buckets that an older state may have, and are let go.
        let_go_types: Types of resources that are let go.
    """

    cluster: str
    partition: str
    region: str
    account_id: str
    types: frozenset[str]
    role_arns: Sequence[str]
    role_services: Sequence[str]
    policy_arns: Sequence[str]
    former_policy_arns: Sequence[str]
    permissions_boundaries: Sequence[str]
    log_groups: Sequence[str]
    key_aliases: Sequence[str]
    node_groups: Sequence[str]
    uses_spot: bool
    regions: Sequence[str] = ()
    buckets: Sequence[str] = ()
    emptied_buckets: Sequence[str] = ()
    let_go_buckets: Sequence[str] = ()
    let_go_types: frozenset[str] = frozenset()

    def arn(self, service: str, resource: str) -> str:
        """Give an ARN of the region and account."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account_id}:{resource}"

    def global_arn(self, service: str, resource: str) -> str:
        """Give an ARN of the account that has no region."""
        return f"arn:{self.partition}:{service}::{self.account_id}:{resource}"


def read_stack(document: Json, *, partition: str, account_id: str) -> DeployedStack:
    """Read the Terraform JSON of a cluster."""
    (provider,) = document["provider"]["aws"]
    roles = [*_of(document, "aws_iam_role")]
    groups = [*_of(document, "aws_eks_node_group")]
    (cluster,) = _of(document, "aws_eks_cluster")
    return DeployedStack(
        cluster=cluster["name"],
        partition=partition,
        region=provider["region"],
        account_id=account_id,
        types=frozenset([*document["resource"], *(f"data.{t}" for t in document.get("data", ()))]),
        role_arns=sorted(
            f"arn:{partition}:iam::{account_id}:role{role['path']}{role['name']}" for role in roles
        ),
        role_services=sorted({service for role in roles for service in _services(role)}),
        policy_arns=_texts(document, "aws_iam_role_policy_attachment", "policy_arn"),
        former_policy_arns=[
            f"arn:{partition}:iam::aws:policy/{policy}" for policy in _former_policies(document)
        ],
        permissions_boundaries=sorted(
            {role["permissions_boundary"] for role in roles if "permissions_boundary" in role}
        ),
        log_groups=_texts(document, "aws_cloudwatch_log_group", "name"),
        key_aliases=_texts(document, "aws_kms_alias", "name"),
        node_groups=sorted(group["node_group_name"] for group in groups),
        uses_spot=any(group["capacity_type"] == "SPOT" for group in groups),
        **_buckets(document, account_id),
    )


def _buckets(document: Json, account_id: str) -> dict[str, Any]:
    made = {in_account(each["bucket"], account_id): each for each in _of(document, _BUCKET)}
    told = document.get("output", {}).get("buckets", {}).get("value", {})
    let_go = [block["from"].partition(".") for block in state_blocks(document, "removed")]
    return {
        "buckets": sorted(made),
        "emptied_buckets": sorted(name for name in made if made[name].get("force_destroy")),
        "let_go_buckets": sorted(
            told[name]["name"] for type_, _, name in let_go if type_ == _BUCKET and name in told
        ),
        "let_go_types": frozenset(type_ for type_, _, _ in let_go if type_.startswith(_BUCKET)),
    }


def in_account(name: str, account_id: str) -> str:
    """Give a name in which a reference to the account may stand.

    Args:
        name: The name, as the stack has it.
        account_id: AWS account.
    """
    return _REFERENCE.sub(account_id, name)


def _of(document: Json, type_: str) -> Iterator[Json]:
    yield from document["resource"].get(type_, {}).values()


def _texts(document: Json, type_: str, argument: str) -> list[str]:
    return sorted({resource[argument] for resource in _of(document, type_)})


def _former_policies(document: Json) -> Iterator[str]:
    let_go = {block["from"] for block in state_blocks(document, "removed")}
    for facts in ADD_ONS.values():
        for policy in facts.former_policies:
            name = policy.rpartition("/")[-1]
            if any(address.endswith(f"add-on_{facts.name}_{name}") for address in let_go):
                yield policy


def _services(role: Json) -> Iterator[str]:
    for statement in json.loads(role["assume_role_policy"])["Statement"]:
        yield statement["Principal"]["Service"]
