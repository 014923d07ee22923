"""Kubeconfig files of people: one cluster's entries put in, nothing else touched."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

#: Lists of named entries.
#: Source: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
_LISTS = ("clusters", "contexts", "users")
_CURRENT = "current-context"
_TEXT = "tag:yaml.org,2002:str"
_LIST = "tag:yaml.org,2002:seq"
_NULL = "tag:yaml.org,2002:null"


class NotAKubeconfigError(Exception):
    """A file holds something else, or is being changed by another program."""


def merged(existing: str, ours: str) -> str:
    """Put the entries of one kubeconfig into another, in place of those of the same names.

    Everything else stays as it is written, values that YAML would read as dates or numbers too;
    comments are not kept. What ours uses becomes what is used.

    Args:
        existing: The kubeconfig to put them into; may be empty.
        ours: A kubeconfig with the entries.

    Raises:
        NotAKubeconfigError: If the first is no kubeconfig.
    """
    new = _mapping(ours)
    document = _mapping(existing) if existing.strip() else None
    if document is None:
        return yaml.serialize(new, Dumper=yaml.SafeDumper)
    for name in _LISTS:
        theirs, entries = _list(document, name), _list(new, name)
        _put_in(theirs, entries)
        _set(document, name, theirs)
    current = _get(new, _CURRENT)
    if current is not None:
        _set(document, _CURRENT, current)
    return yaml.serialize(document, Dumper=yaml.SafeDumper)


def has_context(text: str, name: str) -> bool:
    """Whether a kubeconfig has a context of a name; False for what is no kubeconfig."""
    with contextlib.suppress(NotAKubeconfigError):
        return any(_name(entry) == name for entry in _list(_mapping(text), "contexts").value)
    return False


def rewrite(file: Path, ours: str) -> None:
    """Merge a kubeconfig into a file, so that whoever reads it sees the old one or the new one.

    The file is the user's own to read afterwards. A link stays a link. While it is done, the file
    is locked as kubectl locks it.

    Args:
        file: The file; made if it is missing.
        ours: The kubeconfig to merge into it.

    Raises:
        NotAKubeconfigError: If the file is something else, or locked; it is left as it is.
        OSError: If it cannot be written.
    """
    target = file.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with _locked(target):
        existing = target.read_text(encoding="utf-8") if target.exists() else ""
        try:
            text = merged(existing, ours)
        except NotAKubeconfigError as error:
            message = f"{file}: {error}"
            raise NotAKubeconfigError(message) from error
        _replace(target, text)


def _replace(target: Path, text: str) -> None:
    # Made for the user alone, which `mkstemp` promises.
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Hold the lock that kubectl takes.

    Source: https://github.com/kubernetes/client-go, tools/clientcmd/loader.go
    """
    lock = target.with_name(f"{target.name}.lock")
    try:
        lock.touch(exist_ok=False)
    except FileExistsError as error:
        message = f"{lock} is there: another program changes the file; if none does, remove it"
        raise NotAKubeconfigError(message) from error
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _mapping(text: str) -> MappingNode:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError) as error:
        message = f"is not YAML: {' '.join(str(error).split())}"
        raise NotAKubeconfigError(message) from error
    if not isinstance(node, MappingNode):
        message = "holds no keys and values, so it is not a kubeconfig"
        raise NotAKubeconfigError(message)
    return node


def _get(mapping: MappingNode, key: str) -> Node | None:
    return next((value for name, value in mapping.value if name.value == key), None)


def _set(mapping: MappingNode, key: str, value: Node) -> None:
    for index, (name, _) in enumerate(mapping.value):
        if name.value == key:
            mapping.value[index] = (name, value)
            return
    mapping.value.append((ScalarNode(_TEXT, key), value))


def _list(mapping: MappingNode, key: str) -> SequenceNode:
    node = _get(mapping, key)
    if isinstance(node, SequenceNode):
        return node
    if node is None or node.tag == _NULL:
        return SequenceNode(_LIST, [], flow_style=False)
    message = f"{key} is no list, so it is not a kubeconfig"
    raise NotAKubeconfigError(message)


def _name(entry: Node) -> str | None:
    name = _get(entry, "name") if isinstance(entry, MappingNode) else None
    return name.value if isinstance(name, ScalarNode) else None


def _put_in(theirs: SequenceNode, ours: SequenceNode) -> None:
    for entry in ours.value:
        places = [i for i, each in enumerate(theirs.value) if _name(each) == _name(entry)]
        if places:
            theirs.value[places[0]] = entry
        else:
            theirs.value.append(entry)
    if ours.value:
        # An empty list in flow style would put all of ours on one line.
        theirs.flow_style = theirs.flow_style and len(theirs.value) > len(ours.value)
