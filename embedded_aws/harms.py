"""What AWS allows though it harms what runs: not refused, but written down.

Rows look like refusals without an error. A test asks for the list and finds it empty, or not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from embedded_aws.estate import Estate, Holding
from embedded_aws.refusals.observation import Describe, Observation, by_operation
from embedded_aws.refusals.refusal import Finding, Look, View
from embedded_aws.requests import AwsRequest, Members

_EC2 = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_{}.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """One thing that AWS allows and somebody regrets.

    Attributes:
        service: Service of the operations.
        operations: Operations that are carried out.
        when: When it harms, as a clause that follows "while" or "if".
        what: What happened, with the words of the finding.
        source: Where it is documented that AWS allows it, or what comes of it.
        finds: Decides.
        looks: What the decision must see besides the holdings.
    """

    service: str
    operations: tuple[str, ...]
    when: str
    what: str
    source: str
    finds: Finding
    looks: tuple[Look, ...] = ()


_ROUTE_TABLES = Look(
    name="all route tables",
    service="ec2",
    operation="DescribeRouteTables",
    items="RouteTables",
    parameters=lambda _: {},
)
_TABLE_OF_ASSOCIATION = Look(
    name="route table of the association",
    service="ec2",
    operation="DescribeRouteTables",
    items="RouteTables",
    parameters=lambda asked: {
        "Filters": [
            {
                "Name": "association.route-table-association-id",
                "Values": [asked["AssociationId"]],
            }
        ]
    },
)
_TABLE = Look(
    name="route table",
    service="ec2",
    operation="DescribeRouteTables",
    items="RouteTables",
    parameters=lambda asked: {"RouteTableIds": [asked["RouteTableId"]]},
)


def _holders(holdings: Sequence[Holding]) -> str:
    return ", ".join(sorted({each.holder for each in holdings}))


def _nodes_in(view: View, subnet_ids: set[str]) -> str:
    return _holders(
        [each for each in view.holdings if each.instances and each.subnet_ids & subnet_ids]
    )


def _key_in_use(view: View) -> Mapping[str, object] | None:
    key_id = str(view.asked["KeyId"])
    users = [
        each
        for each in view.holdings
        if any(arn == key_id or arn.endswith(f"/{key_id}") for arn in each.key_arns)
    ]
    return {"key": key_id, "users": _holders(users)} if users else None


def _template_in_use(view: View) -> Mapping[str, object] | None:
    template_id = view.asked.get("LaunchTemplateId")
    users = [each for each in view.holdings if template_id in each.launch_template_ids]
    return {"id": template_id, "users": _holders(users)} if users else None


def _gateway_routed_to(view: View) -> Mapping[str, object] | None:
    gateway_id = view.asked["NatGatewayId"]
    subnet_ids = {
        str(association.get("SubnetId"))
        for table in view.seen[_ROUTE_TABLES.name]
        if any(route.get("NatGatewayId") == gateway_id for route in table.get("Routes", ()))
        for association in table.get("Associations", ())
    }
    users = _nodes_in(view, subnet_ids)
    return {"id": gateway_id, "users": users} if users else None


def _route_of_nodes(view: View) -> Mapping[str, object] | None:
    table = view.one(_TABLE.name)
    subnet_ids = {str(each.get("SubnetId")) for each in table.get("Associations", ())}
    users = _nodes_in(view, subnet_ids)
    return {"block": view.asked.get("DestinationCidrBlock"), "users": users} if users else None


def _table_of_nodes(view: View) -> Mapping[str, object] | None:
    association_id = view.asked["AssociationId"]
    subnet_ids = {
        str(each.get("SubnetId"))
        for table in view.seen[_TABLE_OF_ASSOCIATION.name]
        for each in table.get("Associations", ())
        if each["RouteTableAssociationId"] == association_id
    }
    users = _nodes_in(view, subnet_ids)
    return {"users": users} if users else None


def _rules_of_nodes(view: View) -> Mapping[str, object] | None:
    group_id = view.asked.get("GroupId")
    users = [
        each for each in view.holdings if each.instances and group_id in each.security_group_ids
    ]
    return {"id": group_id, "users": _holders(users)} if users else None


def _role_in_use(view: View) -> Mapping[str, object] | None:
    name = view.asked["RoleName"]
    users = [
        each
        for each in view.holdings
        if any(arn.rpartition("/")[2] == name for arn in each.role_arns)
    ]
    return {"name": name, "users": _holders(users)} if users else None


HARMS = (
    Harm(
        service="kms",
        operations=("DisableKey", "ScheduleKeyDeletion"),
        when="secrets, volumes of nodes or log groups are encrypted with the key",
        what="key {key} is taken from {users}",
        source="https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
        finds=_key_in_use,
    ),
    Harm(
        service="ec2",
        operations=("DeleteLaunchTemplate",),
        when="a node group starts its nodes from it",
        what="launch template {id} is taken from {users}",
        source="https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html",
        finds=_template_in_use,
    ),
    Harm(
        service="ec2",
        operations=("DeleteNatGateway",),
        when="routes of subnets with nodes lead to it",
        what="NAT gateway {id} is taken from under {users}",
        source=_EC2.format("DeleteNatGateway"),
        finds=_gateway_routed_to,
        looks=(_ROUTE_TABLES,),
    ),
    Harm(
        service="ec2",
        operations=("DeleteRoute",),
        when="nodes are in subnets of the route table",
        what="the route to {block} is taken from {users}",
        source=_EC2.format("DeleteRoute"),
        finds=_route_of_nodes,
        looks=(_TABLE,),
    ),
    Harm(
        service="ec2",
        operations=("DisassociateRouteTable",),
        when="nodes are in the subnet",
        what="the route table is taken from {users}",
        source=_EC2.format("DisassociateRouteTable"),
        finds=_table_of_nodes,
        looks=(_TABLE_OF_ASSOCIATION,),
    ),
    Harm(
        service="ec2",
        operations=("RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress"),
        when="nodes have the security group",
        what="a rule of security group {id} is taken from {users}",
        source=_EC2.format("RevokeSecurityGroupIngress"),
        finds=_rules_of_nodes,
    ),
    Harm(
        service="iam",
        operations=("DeleteRolePolicy", "DetachRolePolicy"),
        when="a cluster or nodes work with the role",
        what="a policy of role {name} is taken from {users}",
        source="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html",
        finds=_role_in_use,
    ),
)


class Harms:
    """Writes down what harmed somebody."""

    def __init__(self, estate: Estate, unusable_keys: Mapping[str, str]) -> None:
        self._estate = estate
        self._unusable_keys = unusable_keys
        self._by_operation = by_operation(HARMS)
        self._happened: list[str] = []

    async def foresee(self, request: AwsRequest, describe: Describe) -> Sequence[str]:
        """Give what a request will harm if it is carried out."""
        observation = Observation(request, describe, self._estate, self._unusable_keys)
        foreseen = []
        for harm in self._by_operation.get((request.service, request.operation), ()):
            words = await observation.finds(harm.finds, harm.looks)
            if words is not None:
                foreseen.append(f"{request.operation}: {harm.what.format(**words)}")
        return foreseen

    def happened(self, foreseen: Sequence[str]) -> None:
        """Keep what was foreseen and came."""
        self._happened += foreseen

    def to_json(self) -> Members:
        """Give what happened, in order, and the keys that are missed as things stand."""
        missed = []
        for arn, state in self._unusable_keys.items():
            users = [each for each in self._estate.everybody() if arn in each.key_arns]
            if users:
                missed.append(f"{arn} ({state}): {_holders(users)}")
        return {"harms": self._happened, "missed_keys": missed}
