"""NodeConfigs among the parts of user data."""

from collections.abc import Iterator, Mapping

import yaml

from modules.planning.nodes.user_data import MOST_BYTES

#: Path to the KubeletConfiguration in a NodeConfig.
KUBELET = ("spec", "kubelet", "config")

_BEGINNINGS = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
_ENDS = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
_DEEPEST = 50


class NotANodeConfigError(ValueError):
    """A part cannot be read as a NodeConfig; the text says why."""


def read_node_config(content: str) -> Mapping[str, object]:
    """Read a part.

    Raises:
        NotANodeConfigError: It is not YAML, or says what no NodeConfig does.
    """
    try:
        form = _unreadable_form(content)
        found = None if form is not None else yaml.safe_load(content)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        mark, reason = getattr(error, "problem_mark", None), getattr(error, "problem", None)
        where = "" if mark is None else f"line {mark.line + 1}: "
        said = reason if reason is not None else str(error).splitlines()[0]
        raise NotANodeConfigError(f"{where}not YAML: {said}") from error
    if form is not None:
        raise NotANodeConfigError(form)
    if not isinstance(found, Mapping):
        raise NotANodeConfigError(
            "holds no keys; begin with apiVersion: node.eks.aws/v1alpha1 and kind: NodeConfig"
        )
    for key in _keys(found):
        if not isinstance(key, str):
            raise NotANodeConfigError(f"the key {key} is not text; put it in quotes")
    return found


def _unreadable_form(content: str) -> str | None:
    """Say why nobody should read a text further: that could take long, or have no end."""
    if len(content.encode()) > MOST_BYTES:
        return f"is longer than the {MOST_BYTES} bytes that user data may have"
    depth = 0
    for token in yaml.scan(content):
        if isinstance(token, yaml.AliasToken):
            return "refers to another place with '*'; write it out"
        depth += isinstance(token, _BEGINNINGS) - isinstance(token, _ENDS)
        if depth > _DEEPEST:
            return f"lists and keys go more than {_DEEPEST} deep"
    return None


def _keys(value: object) -> Iterator[object]:
    pending = [value]
    while pending:
        found = pending.pop()
        if isinstance(found, Mapping):
            yield from found
            pending.extend(found.values())
        elif isinstance(found, list | tuple | set):
            pending.extend(found)


def kubelet_settings(node_config: Mapping[str, object]) -> Mapping[str, object]:
    """Give the KubeletConfiguration in a NodeConfig; nothing where there is none."""
    found: object = node_config
    for key in KUBELET:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}
