"""Which taints a pod tolerates."""

from collections.abc import Iterable, Mapping, Sequence

from modules.catalog.tolerations import Toleration
from modules.planning.nodes.taints import Taint


def tolerates(toleration: Toleration, taint: Taint) -> bool:
    """Say whether a pod stays on a node in spite of a taint, thanks to one toleration.

    A toleration for some seconds does not count against NoExecute: the pod is taken away then.

    Source: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
    """
    if toleration.effect not in {None, taint.effect}:
        return False
    if toleration.key not in {None, taint.key}:
        return False
    if toleration.value not in {None, taint.value}:
        return False
    return taint.effect != "NoExecute" or toleration.seconds is None


def untolerated(taints: Iterable[Taint], tolerations: Sequence[Toleration]) -> Sequence[Taint]:
    """Give the taints that keep a pod away."""
    return [
        taint
        for taint in taints
        if taint.keeps_away and not any(tolerates(one, taint) for one in tolerations)
    ]


def toleration_of(written: Mapping[str, object]) -> Toleration:
    """Read a toleration as Kubernetes writes it; what is not understood tolerates as little.

    An ``Equal`` toleration without a value is one for the empty value.
    """
    key, value, effect = (_text(written, name) for name in ("key", "value", "effect"))
    any_value = written.get("operator", "Equal") == "Exists"
    seconds = written.get("tolerationSeconds")
    return Toleration(
        key=key or None,
        value=None if any_value else value or "",
        effect=effect or None,
        seconds=seconds if isinstance(seconds, int) else None,
    )


def as_written(toleration: Toleration) -> Mapping[str, object]:
    """Write a toleration as Kubernetes reads it."""
    written: dict[str, object] = {}
    if toleration.key is not None:
        written["key"] = toleration.key
    if toleration.value is None:
        written["operator"] = "Exists"
    else:
        written["value"] = toleration.value
    if toleration.effect is not None:
        written["effect"] = toleration.effect
    if toleration.seconds is not None:
        written["tolerationSeconds"] = toleration.seconds
    return written


def _text(written: Mapping[str, object], name: str) -> str | None:
    value = written.get(name)
    return value if isinstance(value, str) else None
