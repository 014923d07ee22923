"""Updates of EKS clusters and node groups, which the emulator does not know.

An update is in progress when it is answered, and carried out right afterwards, unless conditions
ask for more time.

Source: the operations of these names in https://docs.aws.amazon.com/eks/latest/APIReference/
"""

import json
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

from embedded_aws.asgi import HttpResponse
from embedded_aws.conditions import Conditions
from embedded_aws.memory import Memory, ResourceKey, resource_key
from embedded_aws.requests import AwsRequest, Members
from embedded_aws.responses import json_response

#: Sends a request of a method, a path and members to the emulator, signed as the one at hand.
Ask = Callable[[str, str, "Members | None"], Awaitable[HttpResponse]]

_CLUSTER_MEMBERS = (
    "accessConfig",
    "computeConfig",
    "controlPlaneScalingConfig",
    "deletionProtection",
    "encryptionConfig",
    "kubernetesNetworkConfig",
    "logging",
    "resourcesVpcConfig",
    "storageConfig",
    "upgradePolicy",
    "version",
    "zonalShiftConfig",
)
_NODEGROUP_MEMBERS = (
    "launchTemplate",
    "nodeRepairConfig",
    "releaseVersion",
    "scalingConfig",
    "updateConfig",
    "version",
)
_CLUSTER_UPDATES = {
    "AssociateEncryptionConfig": "AssociateEncryptionConfig",
    "UpdateClusterConfig": "ConfigUpdate",
    "UpdateClusterVersion": "VersionUpdate",
}
_NODEGROUP_UPDATES = {
    "UpdateNodegroupConfig": "ConfigUpdate",
    "UpdateNodegroupVersion": "VersionUpdate",
}
#: Members of which an update replaces the whole; of the others it changes what it names.
_REPLACED_WHOLE = {"logging", "updateConfig"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """An update that is in progress.

    Attributes:
        request: What asked for it.
        key: What is updated.
        changes: Members that the resource will have.
        told: The update as EKS tells it.
        began: When it began, in seconds of the monotonic clock.
    """

    request: AwsRequest
    key: ResourceKey
    changes: Members
    told: Members
    began: float = field(default_factory=time.monotonic)


class EksUpdates:
    """Begins and ends updates of clusters and node groups, and remembers how each came out."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._told: dict[str, Members] = {}
        self._begun: list[Update] = []
        self._in_progress: list[Update] = []

    async def answer(self, request: AwsRequest, ask: Ask) -> HttpResponse | None:
        """Answer a request, or leave it to the emulator."""
        if request.service != "eks":
            return None
        if request.operation == "DescribeUpdate":
            return self._describe(request)
        if request.operation in _CLUSTER_UPDATES:
            return await self._update_cluster(request, ask)
        if request.operation in _NODEGROUP_UPDATES:
            return await self._update_nodegroup(request, ask)
        return None

    def remember(self, response: Members) -> None:
        """Keep an update the emulator made itself: it cannot be asked about it later."""
        update = response.get("update")
        if update is not None:
            self._told[update["id"]] = update

    def begun(self) -> Sequence[Update]:
        """Take out the updates that nobody followed so far; they are in progress from here on."""
        begun, self._begun = self._begun, []
        self._in_progress += begun
        return begun

    def due(self, request: AwsRequest, conditions: Conditions) -> Sequence[Update]:
        """Take out the updates of a request's account and region that have lasted long enough."""
        place = (request.account_id, request.region)
        now = time.monotonic()
        due = [
            each
            for each in self._in_progress
            if each.key[:2] == place and now - each.began >= conditions.update_seconds
        ]
        self._in_progress = [each for each in self._in_progress if each not in due]
        return due

    def finish(self, update: Update, issue: Mapping[str, Any] | None = None) -> None:
        """End an update: carried out, or failed with an issue and taken back."""
        if issue is None:
            self._memory.change(update.key, {"status": "ACTIVE", **update.changes})
            update.told["status"] = "Successful"
            return
        self._memory.change(update.key, {"status": "ACTIVE"})
        update.told["status"] = "Failed"
        update.told["errors"] = [
            {
                "errorCode": issue["code"],
                "errorMessage": issue["message"],
                "resourceIds": issue["resourceIds"],
            }
        ]

    def _describe(self, request: AwsRequest) -> HttpResponse:
        update = self._told.get(request.parameters["updateId"])
        if update is None:
            message = f"No update found for ID: {request.parameters['updateId']}"
            return json_response(404, {"message": message}, error="ResourceNotFoundException")
        return json_response(200, {"update": update})

    async def _update_cluster(self, request: AwsRequest, ask: Ask) -> HttpResponse:
        name = request.parameters.get("name") or request.parameters["clusterName"]
        described = await ask("GET", f"/clusters/{quote(name)}", None)
        if described.status != HTTPStatus.OK:
            return described
        cluster = json.loads(described.body)["cluster"]
        changes = _changes(cluster, request.parameters, _CLUSTER_MEMBERS)
        kind = _CLUSTER_UPDATES[request.operation]
        return self._begin(request, resource_key(request, "cluster", [name]), changes, kind)

    async def _update_nodegroup(self, request: AwsRequest, ask: Ask) -> HttpResponse:
        parameters = request.parameters
        cluster, name = parameters["clusterName"], parameters["nodegroupName"]
        described = await ask("GET", f"/clusters/{quote(cluster)}/node-groups/{quote(name)}", None)
        if described.status != HTTPStatus.OK:
            return described
        nodegroup = json.loads(described.body)["nodegroup"]
        changes = {
            **_changes(nodegroup, parameters, _NODEGROUP_MEMBERS),
            **_labels(nodegroup, parameters),
            **_taints(nodegroup, parameters),
        }
        key = resource_key(request, "nodegroup", [cluster, name])
        return self._begin(request, key, changes, _NODEGROUP_UPDATES[request.operation])

    def _begin(
        self, request: AwsRequest, key: ResourceKey, changes: Members, kind: str
    ) -> HttpResponse:
        told: Members = {
            "id": str(uuid.uuid4()),
            "status": "InProgress",
            "type": kind,
            "params": [{"type": name, "value": json.dumps(changes[name])} for name in changes],
            "createdAt": datetime.now(timezone.utc).timestamp(),
            "errors": [],
        }
        self._told[told["id"]] = told
        self._begun.append(Update(request=request, key=key, changes=changes, told=told))
        self._memory.change(key, {"status": "UPDATING"})
        # As it is now: whoever asks again hears how it went on.
        return json_response(200, {"update": dict(told)})


def _changes(told: Mapping[str, Any], said: Mapping[str, Any], members: tuple[str, ...]) -> Members:
    changes: Members = {}
    for name in members:
        if name not in said:
            continue
        merges = isinstance(said[name], dict) and name not in _REPLACED_WHOLE
        changes[name] = {**(told.get(name) or {}), **said[name]} if merges else said[name]
    return changes


def _labels(nodegroup: Mapping[str, Any], parameters: Mapping[str, Any]) -> Members:
    change = parameters.get("labels")
    if change is None:
        return {}
    labels = {**nodegroup.get("labels", {}), **change.get("addOrUpdateLabels", {})}
    removed = set(change.get("removeLabels", ()))
    return {"labels": {key: value for key, value in labels.items() if key not in removed}}


def _taints(nodegroup: Mapping[str, Any], parameters: Mapping[str, Any]) -> Members:
    change = parameters.get("taints")
    if change is None:
        return {}
    taints = {_taint_key(taint): taint for taint in nodegroup.get("taints", ())}
    taints.update({_taint_key(taint): taint for taint in change.get("addOrUpdateTaints", ())})
    for taint in change.get("removeTaints", ()):
        taints.pop(_taint_key(taint), None)
    return {"taints": list(taints.values())}


def _taint_key(taint: Mapping[str, str]) -> tuple[str, str]:
    return cast(str, taint.get("key")), cast(str, taint.get("effect"))
