"""What the emulator leaves out of EKS add-ons: their Pod Identity associations, and versions.

A request to install an add-on describes its associations; EKS makes them and answers with their
ARNs. The emulator answers with the descriptions instead.

Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_Addon.html
"""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from embedded_aws.asgi import HttpResponse
from embedded_aws.eks_updates import Ask
from embedded_aws.memory import MADE_UP_ADD_ON_VERSION, Memory, resource_key
from embedded_aws.requests import AwsRequest, Members
from embedded_aws.responses import json_response

_DEFAULT_NAMESPACE = "kube-system"


class EksAddOns:
    """Makes and deletes the Pod Identity associations of add-ons."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def answer(self, request: AwsRequest) -> HttpResponse | None:
        """Answer what the emulator cannot: which versions of an add-on there are."""
        if (request.service, request.operation) != ("eks", "DescribeAddonVersions"):
            return None
        name = request.parameters.get("addonName", "vpc-cni")
        kubernetes = request.parameters.get("kubernetesVersion", "*")
        compatible = {
            "clusterVersion": kubernetes,
            "platformVersions": ["*"],
            "defaultVersion": True,
        }
        version = {"addonVersion": MADE_UP_ADD_ON_VERSION, "compatibilities": [compatible]}
        return json_response(200, {"addons": [{"addonName": name, "addonVersions": [version]}]})

    async def before(self, request: AwsRequest, ask: Ask) -> None:
        """Delete the associations of an add-on that is about to go."""
        if (request.service, request.operation) == ("eks", "DeleteAddon"):
            await self._delete_associations(request, ask)

    async def after(self, request: AwsRequest, ask: Ask) -> None:
        """Make the associations an add-on was just given, in place of those it had."""
        wanted = request.parameters.get("podIdentityAssociations")
        if request.service != "eks" or wanted is None:
            return
        if request.operation not in {"CreateAddon", "UpdateAddon"}:
            return
        await self._delete_associations(request, ask)
        arns = [await self._associate(request, association, ask) for association in wanted]
        cluster, name = request.parameters["clusterName"], request.parameters["addonName"]
        key = resource_key(request, "addon", [cluster, name])
        self._memory.change(key, {"podIdentityAssociations": arns})

    async def _associate(
        self, request: AwsRequest, association: Mapping[str, str], ask: Ask
    ) -> str:
        cluster = request.parameters["clusterName"]
        namespace = request.parameters.get("namespaceConfig", {}).get("namespace")
        made = await ask(
            "POST",
            f"/clusters/{quote(cluster)}/pod-identity-associations",
            {"namespace": namespace or _DEFAULT_NAMESPACE, **association},
        )
        members: Members = json.loads(made.body)["association"]
        add_on: Members = (await self._describe(request, ask)) or {}
        key = resource_key(request, "pod-identity-association", [cluster, members["associationId"]])
        self._memory.change(key, {"ownerArn": add_on["addonArn"]})
        return str(members["associationArn"])

    async def _delete_associations(self, request: AwsRequest, ask: Ask) -> None:
        add_on = await self._describe(request, ask)
        cluster = request.parameters["clusterName"]
        for arn in _arns(add_on):
            association_id = arn.rpartition("/")[2]
            path = f"/clusters/{quote(cluster)}/pod-identity-associations/{association_id}"
            await ask("DELETE", path, None)

    async def _describe(self, request: AwsRequest, ask: Ask) -> Members | None:
        cluster, name = request.parameters["clusterName"], request.parameters["addonName"]
        described = await ask("GET", f"/clusters/{quote(cluster)}/addons/{quote(name)}", None)
        if described.status != HTTPStatus.OK:
            return None
        add_on: Members = json.loads(described.body)["addon"]
        return add_on


def _arns(add_on: Mapping[str, Any] | None) -> Sequence[str]:
    """Give the ARNs among an add-on's associations; right after a request there are none yet."""
    associations = (add_on or {}).get("podIdentityAssociations", ())
    return [association for association in associations if isinstance(association, str)]
