"""Settings of the kubelet that do not go together: with any of these it does not start.

Source: https://github.com/kubernetes/kubernetes (pkg/kubelet/apis/config/validation/validation.go,
pkg/kubelet/cm, pkg/kubelet/eviction) and https://github.com/awslabs/amazon-eks-ami
(nodeadm/internal/kubelet/config.go) for what nodeadm sets where a file says nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from modules.catalog.kubernetes_versions import minor
from modules.config.rules.typed.walk import seconds

#: The setting to point at, and what is wrong.
Finding: TypeAlias = tuple[str, str]

_GC_HIGH, _GC_LOW = 85, 80
_MINIMUM_AGE = "2m"
#: From this minor version on, nodeadm lets nodes shut down in order.
_ORDERLY_SINCE = "1.34"
_SHUTDOWN, _SHUTDOWN_OF_CRITICAL = "2m30s", "30s"
_IDS = 65536
_NONE = "none"


def conflicts(settings: Mapping[str, Any], kubernetes_version: str) -> Iterator[Finding]:
    """Find settings that do not go together.

    Args:
        settings: A KubeletConfiguration whose every value is right by itself.
        kubernetes_version: Minor version of the nodes.
    """
    for rule in _RULES:
        yield from rule(settings)
    yield from _shutdown(settings, kubernetes_version)


def _images(settings: Mapping[str, Any]) -> Iterator[Finding]:
    low, high = "imageGCLowThresholdPercent", "imageGCHighThresholdPercent"
    from_, to = settings.get(low, _GC_LOW), settings.get(high, _GC_HIGH)
    if (low in settings or high in settings) and from_ >= to:
        yield low if low in settings else high, f"{low} {from_} must be less than {high} {to}"
    oldest = settings.get("imageMaximumGCAge", "0s")
    youngest = settings.get("imageMinimumGCAge", _MINIMUM_AGE)
    if 0 < seconds(oldest) <= seconds(youngest):
        message = f"{oldest} must be more than imageMinimumGCAge, {youngest}"
        yield "imageMaximumGCAge", message
    parallel = settings.get("maxParallelImagePulls", 1)
    if settings.get("serializeImagePulls") and parallel > 1:
        yield (
            "maxParallelImagePulls",
            f"{parallel} pulls at once do not go with serializeImagePulls: true; remove one",
        )
    policy = "imagePullCredentialsVerificationPolicy"
    allowed = "preloadedImagesVerificationAllowlist"
    if settings.get(allowed) and settings.get(policy) != "NeverVerifyAllowlistedImages":
        yield allowed, f"needs {policy}: NeverVerifyAllowlistedImages"


def _shutdown(settings: Mapping[str, Any], kubernetes_version: str) -> Iterator[Finding]:
    whole_key, part_key = "shutdownGracePeriod", "shutdownGracePeriodCriticalPods"
    by_priority = "shutdownGracePeriodByPodPriority"
    is_orderly = minor(kubernetes_version) >= minor(_ORDERLY_SINCE)
    whole = settings.get(whole_key, _SHUTDOWN if is_orderly else "0s")
    part = settings.get(part_key, _SHUTDOWN_OF_CRITICAL if is_orderly else "0s")
    if seconds(part) > seconds(whole):
        key = part_key if part_key in settings else whole_key
        yield key, f"{part_key}, {part}, is more than {whole_key}, {whole}; write both"
    if settings.get(by_priority) and (seconds(whole) or seconds(part)):
        yield (
            by_priority,
            f"does not go with {whole_key}, here {whole}; write {whole_key}: 0s and {part_key}: 0s",
        )


def _allocatable(settings: Mapping[str, Any]) -> Iterator[Finding]:
    key = "enforceNodeAllocatable"
    enforced = settings.get(key, ["pods"])
    twice = next((option for option in enforced if enforced.count(option) > 1), None)
    if twice is not None:
        yield key, f"{twice!r} stands twice; remove one"
    if _NONE in enforced and len(set(enforced)) > 1:
        yield key, "none goes with nothing else; remove it, or the others"
    for kind in ("system-reserved", "kube-reserved"):
        if {kind, f"{kind}-compressible"} <= set(enforced):
            yield key, f"{kind} and {kind}-compressible do not go together; remove one"
    if settings.get("cgroupsPerQOS") is False and set(enforced) - {_NONE}:
        yield "cgroupsPerQOS", f"false goes with {key}: [none] only"
    groups = {"system-reserved": "systemReservedCgroup", "kube-reserved": "kubeReservedCgroup"}
    for kind, group in groups.items():
        if settings.get(group) == "" and {kind, f"{kind}-compressible"} & set(enforced):
            yield group, f"{key} with {kind} needs a cgroup here; remove one of the two"


def _processors(settings: Mapping[str, Any]) -> Iterator[Finding]:
    cgroups = ("systemReservedCgroup", "kubeReservedCgroup")
    if settings.get("reservedSystemCPUs") and any(settings.get(key) != "" for key in cgroups):
        yield (
            "reservedSystemCPUs",
            'does not go with the cgroups that nodeadm names; write systemReservedCgroup: "" and '
            'kubeReservedCgroup: "" too',
        )
    key = "cpuManagerPolicyOptions"
    options = {name for name, value in settings.get(key, {}).items() if value == "true"}
    is_static = settings.get("cpuManagerPolicy") == "static"
    if settings.get(key) and not is_static:
        yield key, "has a meaning with cpuManagerPolicy: static only; write that, or remove it"
    if "align-by-socket" in options and settings.get("topologyManagerPolicy") == "single-numa-node":
        yield key, "align-by-socket does not go with topologyManagerPolicy: single-numa-node"
    across = ("distribute-cpus-across-cores", "distribute-cpus-across-numa")
    if options >= set(across):
        yield key, f"{' and '.join(across)} do not go together; remove one"
    if is_static and not _reserves_processors(settings):
        yield (
            "cpuManagerPolicy",
            "static needs a reservation of processors, and kubeReserved says 0; write a cpu there",
        )


def _reserves_processors(settings: Mapping[str, Any]) -> bool:
    """Nodeadm reserves some where a file says nothing."""
    reserved = [settings.get(key, {}).get("cpu") for key in ("kubeReserved", "systemReserved")]
    nodeadm_does = reserved[0] is None
    some = any(cpu is not None and cpu.strip("0.m") for cpu in reserved)
    return bool(nodeadm_does or some or settings.get("reservedSystemCPUs"))


def _eviction(settings: Mapping[str, Any]) -> Iterator[Finding]:
    soft, grace = settings.get("evictionSoft", {}), settings.get("evictionSoftGracePeriod", {})
    for signal in sorted(set(soft) - set(grace)):
        yield "evictionSoft", f"{signal} needs a time in evictionSoftGracePeriod; write one"
    for signal in sorted(set(grace) - set(soft)):
        yield "evictionSoftGracePeriod", f"{signal} is not in evictionSoft; write it there"


def _others(settings: Mapping[str, Any]) -> Iterator[Finding]:
    asks_logs = settings.get("enableSystemLogQuery")
    if asks_logs and settings.get("enableSystemLogHandler") is False:
        yield "enableSystemLogQuery", "needs enableSystemLogHandler: true"
    ids = settings.get("userNamespaces", {}).get("idsPerPod", _IDS)
    if ids % _IDS:
        yield "userNamespaces", f"idsPerPod {ids} is not a multiple of {_IDS}; write one"


_RULES: tuple[Callable[[Mapping[str, Any]], Iterator[Finding]], ...] = (
    _images,
    _allocatable,
    _processors,
    _eviction,
    _others,
)
