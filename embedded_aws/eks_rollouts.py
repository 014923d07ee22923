"""What becomes of node groups: instances start or fail to, and old ones go when new ones are there.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html and
https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html
"""

from collections.abc import Sequence
from dataclasses import replace

from embedded_aws.conditions import Conditions
from embedded_aws.eks_updates import Update
from embedded_aws.estate import Estate, HolderKey, Holding
from embedded_aws.keys import Keys
from embedded_aws.launches import Issue, extra_instances, launch_failure, room
from embedded_aws.memory import Memory, resource_key
from embedded_aws.node_holdings import nodes
from embedded_aws.refusals.observation import Describe
from embedded_aws.requests import AwsRequest, Members

_ROLL = "UpdateNodegroupVersion"


class EksRollouts:
    """Starts, rolls and ends the instances of node groups, as far as capacity and keys allow."""

    def __init__(self, memory: Memory, estate: Estate, keys: Keys) -> None:
        self._memory = memory
        self._estate = estate
        self._keys = keys

    async def created(
        self, request: AwsRequest, conditions: Conditions, describe: Describe
    ) -> None:
        """Start the instances of a group that was made."""
        key = _key(request)
        group = await _group(request, describe)
        wanted = await nodes(group, describe)
        issue = self._failure(request, wanted, wanted.instances, conditions)
        self._settle_size(request, key, wanted, conditions)
        if issue is not None:
            health = {"issues": [issue]}
            self._memory.change(key, {"status": "CREATE_FAILED", "health": health})

    async def began(self, update: Update, describe: Describe) -> None:
        """Keep what old nodes use and what new ones will, as long as nodes are rolled."""
        if update.request.operation == _ROLL:
            new = await nodes(
                {**await _group(update.request, describe), **update.changes}, describe
            )
            # Read last: to describe anything ends the updates that are due, perhaps this one.
            old = self._estate.of(update.key)
            # Only counted once: as many go as come.
            self._estate.put(update.key, *old, replace(new, instances=0))

    async def outcome(
        self, update: Update, conditions: Conditions, describe: Describe
    ) -> Issue | None:
        """Carry an update out; give the issue it fails with."""
        group = {**await _group(update.request, describe), **update.changes}
        wanted = await nodes(group, describe)
        if update.request.operation != _ROLL:
            self._resize(update, wanted, conditions)
            return None
        old, *_ = self._estate.of(update.key)
        extra = extra_instances(group, len(wanted.subnet_ids)) if wanted.instances else 0
        issue = self._failure(update.request, wanted, wanted.instances + extra, conditions)
        self._estate.put(update.key, old if issue is not None else wanted)
        return issue

    def _resize(self, update: Update, wanted: Holding, conditions: Conditions) -> None:
        """Let a group have as many nodes as start; EKS calls the update a success either way."""
        issue = self._failure(update.request, wanted, wanted.instances, conditions)
        self._settle_size(update.request, update.key, wanted, conditions)
        health = {"issues": [] if issue is None else [issue]}
        update.changes.update(health=health, status="ACTIVE" if issue is None else "DEGRADED")

    async def resized(self, key: HolderKey, describe: Describe) -> None:
        """Follow somebody else's change of a group's size, such as an autoscaler's."""
        cluster, name = key[3:]
        answer = await describe(
            "eks", "DescribeNodegroup", {"clusterName": cluster, "nodegroupName": name}
        )
        if answer is not None:
            self._estate.put(key, await nodes(answer["nodegroup"], describe))

    def _settle_size(
        self, request: AwsRequest, key: HolderKey, wanted: Holding, conditions: Conditions
    ) -> None:
        unusable = any(arn in self._keys.unusable for arn in wanted.key_arns)
        running = sum(each.instances for each in self._estate.of(key))
        most = running if unusable else room(wanted, self._others(request, key), conditions)
        instances = wanted.instances if most is None else min(wanted.instances, most)
        self._estate.put(key, wanted.with_instances(instances))

    def _failure(
        self, request: AwsRequest, wanted: Holding, instances: int, conditions: Conditions
    ) -> Issue | None:
        others = self._others(request, _key(request))
        return launch_failure(wanted, instances, others, conditions, self._keys.unusable)

    def _others(self, request: AwsRequest, key: HolderKey) -> Sequence[Holding]:
        own = self._estate.of(key)
        return [each for each in self._estate.beside(request) if each not in own]


def _key(request: AwsRequest) -> HolderKey:
    parameters = request.parameters
    return resource_key(
        request, "nodegroup", [parameters["clusterName"], parameters["nodegroupName"]]
    )


async def _group(request: AwsRequest, describe: Describe) -> Members:
    named = {name: request.parameters[name] for name in ("clusterName", "nodegroupName")}
    answer = await describe("eks", "DescribeNodegroup", named)
    return dict((answer or {})["nodegroup"])
