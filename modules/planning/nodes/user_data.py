"""What nodes are told when they start."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.generator import Generator
from email.message import Message
from io import StringIO

import tomli_w
import yaml

from modules.planning.nodes.decided import Decided, Reason

#: EC2 takes 16 KiB; EKS appends its own part, with the cluster's certificate authority in it.
#: Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html
MOST_BYTES = 16 * 1024 - 4 * 1024

NODE_CONFIG_TYPE = "application/node.eks.aws"
_SHELL_TYPE = "text/x-shellscript"
_BOUNDARY_LENGTH = 16
#: Source: https://man7.org/linux/man-pages/man5/sysctl.d.5.html
_HUGE_PAGES_FILE = "/etc/sysctl.d/99-trainyard-huge-pages.conf"


@dataclass(frozen=True, slots=True, kw_only=True)
class UserDataPart:
    """A part of MIME user data.

    Attributes:
        content_type: MIME type.
        content: The text of it.
    """

    content_type: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSettings:
    """What nodes of a group are told, whatever their operating system.

    Attributes:
        raid0: Whether the instance store becomes one volume for images, logs and scratch space.
        max_pods: The kubelet's limit; None for what the node works out by itself.
        huge_pages_2mib: Huge pages of 2 MiB to set aside; None for those of the AMI.
        neuron: Whether pods without root need to reach Neuron devices.
    """

    raid0: bool
    max_pods: int | None
    huge_pages_2mib: int | None
    neuron: bool = False


def al2023_user_data(
    settings: NodeSettings,
    *,
    kubelet: Mapping[str, object],
    parts: Sequence[UserDataPart],
) -> str | None:
    """Write MIME user data with a NodeConfig for Amazon Linux 2023; None where nothing is to say.

    EKS appends a NodeConfig of its own, with what the node needs to join.

    Source: https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/

    Args:
        settings: What the node is told.
        kubelet: Fragment of a KubeletConfiguration, which wins over ``settings``.
        parts: Further parts; a NodeConfig among them wins over all of this.
    """
    every_part = al2023_parts(settings, kubelet=kubelet, parts=parts)
    return _mime([part.value for part in every_part]) if every_part else None


def al2023_parts(
    settings: NodeSettings,
    *,
    kubelet: Mapping[str, object],
    parts: Sequence[UserDataPart],
) -> Sequence[Decided[UserDataPart]]:
    """Give the parts of `al2023_user_data`, and why each is there."""
    ours = []
    node_config = _node_config(settings, kubelet)
    if node_config is not None:
        part = UserDataPart(content_type=NODE_CONFIG_TYPE, content=node_config)
        ours.append(Decided(part, Reason(keys=_keys(settings, "kubelet", kubelet))))
    if settings.huge_pages_2mib is not None:
        # Before the kubelet starts, which counts them then. The script runs when an instance first
        # starts, and node repair reboots: the file is read each time.
        script = (
            f"#!/bin/sh\necho vm.nr_hugepages={settings.huge_pages_2mib} > {_HUGE_PAGES_FILE}\n"
            f"sysctl -p {_HUGE_PAGES_FILE}\n"
        )
        part = UserDataPart(content_type=_SHELL_TYPE, content=script)
        text = "before the kubelet starts, which counts them then"
        ours.append(Decided(part, Reason(text=text, keys=("huge_pages_2mib",))))
    theirs = (
        Decided(part, Reason(keys=(f"user_data[{index}]",))) for index, part in enumerate(parts)
    )
    return [*ours, *theirs]


def _keys(settings: NodeSettings, key: str, further: Mapping[str, object]) -> tuple[str, ...]:
    """Name the keys of the group that settings follow from.

    Args:
        settings: What the node is told.
        key: Key of further settings.
        further: Those.
    """
    tells = {
        "instance_store": settings.raid0,
        "max_pods": settings.max_pods is not None,
        key: bool(further),
    }
    return tuple(name for name, is_told in tells.items() if is_told)


def _node_config(settings: NodeSettings, kubelet: Mapping[str, object]) -> str | None:
    spec: dict[str, object] = {}
    if settings.raid0:
        spec["instance"] = {"localStorage": {"strategy": "RAID0"}}
    limit = {} if settings.max_pods is None else {"maxPods": settings.max_pods}
    if limit or kubelet:
        spec["kubelet"] = {"config": {**limit, **kubelet}}
    if not spec:
        return None
    document = {"apiVersion": "node.eks.aws/v1alpha1", "kind": "NodeConfig", "spec": spec}
    return yaml.safe_dump(document, sort_keys=True)


def _mime(parts: Sequence[UserDataPart]) -> str:
    digest = hashlib.sha256("\0".join(part.content for part in parts).encode()).hexdigest()
    message = Message()
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = "multipart/mixed"
    # Random if the library chooses it, and the same user data must come out the same.
    message.set_boundary(f"trainyard-{digest[:_BOUNDARY_LENGTH]}")
    for part in parts:
        message.attach(_mime_part(part))
    text = StringIO()
    Generator(text, mangle_from_=False, maxheaderlen=0).flatten(message)
    return text.getvalue()


def _mime_part(part: UserDataPart) -> Message:
    message = Message()
    message["Content-Type"] = part.content_type
    if part.content.isascii():
        message.set_payload(part.content)
    else:
        message["Content-Transfer-Encoding"] = "base64"
        message.set_param("charset", "utf-8")
        message.set_payload(base64.encodebytes(part.content.encode()).decode("ascii"))
    return message


def bottlerocket_user_data(settings: NodeSettings, *, further: Mapping[str, object]) -> str | None:
    """Write TOML user data for Bottlerocket; None where nothing is to say.

    Source: https://bottlerocket.dev/en/os/latest/#/api/settings/

    Args:
        settings: What the node is told.
        further: Tables and values below ``settings``, which win over it.
    """
    ours: dict[str, object] = {}
    kubernetes: dict[str, object] = {}
    if settings.max_pods is not None:
        kubernetes["max-pods"] = settings.max_pods
    if settings.neuron:
        # Source: https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-optimized-ami.html
        kubernetes["device-ownership-from-security-context"] = True
    if kubernetes:
        ours["kubernetes"] = kubernetes
    if settings.huge_pages_2mib is not None:
        ours["kernel"] = {"sysctl": {"vm.nr_hugepages": str(settings.huge_pages_2mib)}}
    if settings.raid0:
        ours["bootstrap-commands"] = {"trainyard-instance-store": _BOTTLEROCKET_INSTANCE_STORE}
    merged = deep_merged(ours, further)
    return tomli_w.dumps({"settings": merged}) if merged else None


def bottlerocket_reason(settings: NodeSettings, *, further: Mapping[str, object]) -> Reason:
    """Say why there is user data for Bottlerocket, as `bottlerocket_user_data` writes it."""
    keys = _keys(settings, "bottlerocket_settings", further)
    huge_pages = () if settings.huge_pages_2mib is None else ("huge_pages_2mib",)
    text = "pods without root reach Neuron devices" if settings.neuron else ""
    return Reason(text=text, keys=(*keys, *huge_pages))


#: Source: https://bottlerocket.dev/en/os/latest/#/concepts/bootstrap-containers/ and
#: https://github.com/bottlerocket-os/bottlerocket/blob/develop/CHANGELOG.md (1.22.0)
_BOTTLEROCKET_INSTANCE_STORE = {
    "commands": [
        ["apiclient", "ephemeral-storage", "init"],
        [
            "apiclient",
            "ephemeral-storage",
            "bind",
            "--dirs",
            "/var/lib/containerd",
            "/var/lib/kubelet",
            "/var/log/pods",
        ],
    ],
    "essential": True,
    "mode": "always",
}


def deep_merged(below: Mapping[str, object], above: Mapping[str, object]) -> dict[str, object]:
    """Merge two trees; where both have a value, ``above`` wins. Keys come out sorted."""
    merged: dict[str, object] = {}
    for key in sorted({*below, *above}):
        under, over = below.get(key), above.get(key, below.get(key))
        both = isinstance(under, Mapping) and isinstance(over, Mapping)
        merged[key] = deep_merged(under, over) if both else over  # type: ignore[arg-type]
    return merged
