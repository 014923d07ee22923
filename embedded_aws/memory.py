"""What requests said about resources, put back where the emulator forgets it.

The emulator keeps the members of a request that it knows and drops the rest, so a describe call
answers with less than was asked for, and Terraform wants to change what it has just made.
The memory repeats what a request said: a response's own values win, unless an update that the
emulator does not know has changed them since.
"""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import jmespath
from botocore.model import Shape

from embedded_aws.requests import AwsRequest, Members, service_model

#: Names one resource: account, region, kind, and what identifies it among its kind.
ResourceKey = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A request worth remembering.

    Attributes:
        service: Service of the operation.
        operation: Operation that makes something.
        kind: Kind of what it makes.
        identifiers: JMESPath from the response to the identifiers of each thing made.
        renamed: JMESPath from the request to each member that a response has in another form.
    """

    service: str
    operation: str
    kind: str
    identifiers: str
    renamed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A response to complete.

    Attributes:
        service: Service of the operations.
        operations: Operations that answer with things of the kind.
        kind: Kind of thing.
        items: JMESPath from the response to the list of things.
        identifiers: JMESPath from a thing to its identifiers.
    """

    service: str
    operations: Sequence[str]
    kind: str
    items: str
    identifiers: str


_SAID = (
    Said(service="eks", operation="CreateCluster", kind="cluster", identifiers="[[cluster.name]]"),
    Said(
        service="eks",
        operation="CreateNodegroup",
        kind="nodegroup",
        identifiers="[[nodegroup.clusterName, nodegroup.nodegroupName]]",
    ),
    Said(
        service="eks",
        operation="CreateAddon",
        kind="addon",
        identifiers="[[addon.clusterName, addon.addonName]]",
    ),
    Said(
        service="ec2",
        operation="CreateFlowLogs",
        kind="flow-log",
        identifiers="FlowLogIds[].[@]",
    ),
    Said(
        service="ec2",
        operation="CreateVpcEndpoint",
        kind="vpc-endpoint",
        identifiers="[VpcEndpoint.[VpcEndpointId]]",
        renamed={"Groups": "SecurityGroupIds[].{GroupId: @}"},
    ),
    Said(
        service="ec2",
        operation="CreateLaunchTemplate",
        kind="launch-template-version",
        identifiers="[LaunchTemplate.[LaunchTemplateId, to_string(LatestVersionNumber)]]",
    ),
    Said(
        service="ec2",
        operation="CreateLaunchTemplateVersion",
        kind="launch-template-version",
        identifiers="[LaunchTemplateVersion.[LaunchTemplateId, to_string(VersionNumber)]]",
    ),
)
_TOLD = (
    Told(
        service="eks",
        operations=("CreateCluster", "DescribeCluster", "DeleteCluster"),
        kind="cluster",
        items="[cluster]",
        identifiers="[name]",
    ),
    Told(
        service="eks",
        operations=("CreateNodegroup", "DescribeNodegroup", "DeleteNodegroup"),
        kind="nodegroup",
        items="[nodegroup]",
        identifiers="[clusterName, nodegroupName]",
    ),
    Told(
        service="eks",
        operations=("CreateAddon", "DescribeAddon", "DeleteAddon"),
        kind="addon",
        items="[addon]",
        identifiers="[clusterName, addonName]",
    ),
    Told(
        service="eks",
        operations=("DescribePodIdentityAssociation",),
        kind="pod-identity-association",
        items="[association]",
        identifiers="[clusterName, associationId]",
    ),
    Told(
        service="logs",
        operations=("DescribeLogGroups",),
        kind="log-group",
        items="logGroups",
        identifiers="[logGroupName]",
    ),
    Told(
        service="ec2",
        operations=("DescribeFlowLogs",),
        kind="flow-log",
        items="FlowLogs",
        identifiers="[FlowLogId]",
    ),
    Told(
        service="ec2",
        operations=("DescribeVpcEndpoints",),
        kind="vpc-endpoint",
        items="VpcEndpoints",
        identifiers="[VpcEndpointId]",
    ),
    Told(
        service="ec2",
        operations=("DescribeLaunchTemplateVersions",),
        kind="launch-template-version",
        items="LaunchTemplateVersions",
        identifiers="[LaunchTemplateId, to_string(VersionNumber)]",
    ),
)
#: What AWS gives a thing unasked and the emulator leaves empty. It is made up, and looks it.
MADE_UP_ADD_ON_VERSION = "v1.0.0-eksbuild.1"
_MADE_UP: Mapping[str, Members] = {
    "addon": {"addonVersion": MADE_UP_ADD_ON_VERSION},
    "cluster": {
        "certificateAuthority": {"data": base64.b64encode(b"nobody answers here").decode()}
    },
}
_SAID_BY = {(said.service, said.operation): said for said in _SAID}
_TOLD_BY = {(told.service, operation): told for told in _TOLD for operation in told.operations}


class Memory:
    """What was said about resources, and what changed them since."""

    def __init__(self) -> None:
        self._said: dict[ResourceKey, Members] = {}
        self._changed: dict[ResourceKey, Members] = {}

    def concerns(self, request: AwsRequest) -> bool:
        """Whether the response to a request must pass through here."""
        operation = (request.service, request.operation)
        return operation in _SAID_BY or operation in _TOLD_BY

    def remember(self, request: AwsRequest, response: Members) -> None:
        """Keep what a request said about what it made."""
        said = _SAID_BY.get((request.service, request.operation))
        if said is None:
            return
        for identifiers in jmespath.search(said.identifiers, response):
            key = resource_key(request, said.kind, identifiers)
            renamed = {
                member: jmespath.search(path, request.parameters)
                for member, path in said.renamed.items()
            }
            self._said[key] = {**request.parameters, **renamed}
            self._changed.pop(key, None)

    def change(self, key: ResourceKey, members: Members) -> None:
        """Keep members that replace what a resource had."""
        self._changed.setdefault(key, {}).update(members)

    def complete(self, request: AwsRequest, response: Members) -> bool:
        """Complete a response in place; say whether anything was missing."""
        told = _TOLD_BY.get((request.service, request.operation))
        if told is None:
            return False
        shape = service_model(request.service).operation_model(request.operation).output_shape
        completed = False
        for item in cast("list[Members] | None", jmespath.search(told.items, response)) or ():
            key = resource_key(request, told.kind, jmespath.search(told.identifiers, item))
            item_shape = _shape_at(shape, told.items)
            completed |= _fill(item, self._said.get(key, {}), item_shape)
            completed |= _fill(item, _MADE_UP.get(told.kind, {}), item_shape)
            changes = self._changed.get(key, {})
            completed |= bool(changes)
            item.update(changes)
        return completed


def resource_key(request: AwsRequest, kind: str, identifiers: Iterable[str]) -> ResourceKey:
    """Name a resource of the request's account and region."""
    return (request.account_id, request.region, kind, *identifiers)


def _shape_at(shape: Shape, items: str) -> Shape:
    """Give the shape of a thing in a response; ``[member]`` is a structure, ``Member`` a list."""
    member = cast(Any, shape).members[items.strip("[]")]
    return member if items.startswith("[") else member.member


def _fill(told: Members, said: Mapping[str, Any], shape: Shape) -> bool:
    """Add to ``told`` what was said and is missing, as far as the shape has a place for it."""
    filled = False
    for name, member_shape in cast(Any, shape).members.items():
        if said.get(name) in (None, "", [], {}):
            continue
        if told.get(name) in (None, "", [], {}):
            if _fits(said[name], member_shape):
                told[name] = said[name]
                filled = True
        elif member_shape.type_name == "structure":
            filled |= _fill(told[name], said[name], member_shape)
        elif member_shape.type_name == "list" and member_shape.member.type_name == "structure":
            filled |= _fill_list(told[name], said[name], member_shape.member)
    return filled


def _fill_list(told: list[Members], said: Sequence[Members], shape: Shape) -> bool:
    filled = len(said) > len(told)
    told.extend({} for _ in range(len(said) - len(told)))
    for told_item, said_item in zip(told, said, strict=False):
        filled |= _fill(told_item, said_item, shape)
    return filled


def _fits(value: Any, shape: Shape) -> bool:
    """Whether a value of the request has the form the response has; some only share the name."""
    if shape.type_name == "list":
        return all(_fits(item, cast(Any, shape).member) for item in value)
    return isinstance(value, dict) == (shape.type_name in {"structure", "map"})
