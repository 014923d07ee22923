"""Updates of EKS clusters and node groups, which the emulator does not know.

Every update is finished when it is answered, as the emulator's own changes are.

Source: the operations of these names in https://docs.aws.amazon.com/eks/latest/APIReference/
"""

import json
import uuid
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timezone
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

from embedded_aws.asgi import HttpResponse
from embedded_aws.memory import Memory, resource_key
from embedded_aws.requests import AwsRequest, Members
from embedded_aws.responses import json_response

#: Sends a request of a method, a path and members to the emulator, signed as the one at hand.
Ask = Callable[[str, str, "Members | None"], Awaitable[HttpResponse]]

_CLUSTER_MEMBERS = (
    "accessConfig",
    "computeConfig",
    "controlPlaneScalingConfig",
    "deletionProtection",
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
_CLUSTER_UPDATES = {"UpdateClusterConfig": "ConfigUpdate", "UpdateClusterVersion": "VersionUpdate"}
_NODEGROUP_UPDATES = {
    "UpdateNodegroupConfig": "ConfigUpdate",
    "UpdateNodegroupVersion": "VersionUpdate",
}
#: Members of which an update replaces the whole; of the others it changes what it names.
_REPLACED_WHOLE = {"logging", "updateConfig"}


class EksUpdates:
    """Carries out updates of clusters and node groups, and remembers every update's outcome."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._updates: dict[str, Members] = {}

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
            self._updates[update["id"]] = update

    def _describe(self, request: AwsRequest) -> HttpResponse:
        update = self._updates.get(request.parameters["updateId"])
        if update is None:
            message = f"No update found for ID: {request.parameters['updateId']}"
            return json_response(404, {"message": message}, error="ResourceNotFoundException")
        return json_response(200, {"update": update})

    async def _update_cluster(self, request: AwsRequest, ask: Ask) -> HttpResponse:
        name = request.parameters["name"]
        described = await ask("GET", f"/clusters/{quote(name)}", None)
        if described.status != HTTPStatus.OK:
            return described
        cluster = json.loads(described.body)["cluster"]
        changes = _changes(cluster, request.parameters, _CLUSTER_MEMBERS)
        self._memory.change(resource_key(request, "cluster", [name]), changes)
        return self._done(_CLUSTER_UPDATES[request.operation], changes)

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
        self._memory.change(resource_key(request, "nodegroup", [cluster, name]), changes)
        return self._done(_NODEGROUP_UPDATES[request.operation], changes)

    def _done(self, kind: str, changes: Members) -> HttpResponse:
        update: Members = {
            "id": str(uuid.uuid4()),
            "status": "Successful",
            "type": kind,
            "params": [{"type": name, "value": json.dumps(changes[name])} for name in changes],
            "createdAt": datetime.now(timezone.utc).timestamp(),
            "errors": [],
        }
        self._updates[update["id"]] = update
        return json_response(200, {"update": update})


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
