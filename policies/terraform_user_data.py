"""What user data tells a node that EKS does not manage, as far as it is text."""

import base64
import binascii
import re
from collections.abc import Iterator

from terraform_graph import Resource
from terraform_values import is_known

_ARGUMENTS = ("user_data", "user_data_base64")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")
_COMMENT = re.compile(r"^\s*#(?!!).*$", re.MULTILINE)
#: Names and endpoints of what is made beside it: text that holds no taint.
_OF_RESOURCES = re.compile(r"\$\{(module\.[\w.\[\]\"-]+\.)?aws_\w+\.[\w.\[\]\"*-]+\}")
#: checkov cuts the argument of a call off at a ``#``, so that what is left of it tells nothing.
_CALL = re.compile(r"\b(base64\w+|templatefile|file|join|format|jsonencode|yamlencode)\(")
#: What makes an instance a node: the scripts and settings of EKS's images.
#: Sources: https://awslabs.github.io/amazon-eks-ami/nodeadm/,
#: https://bottlerocket.dev/en/os/latest/api/settings/kubernetes/
_NODE = re.compile(
    r"/etc/eks/bootstrap\.sh|node\.eks\.aws|\bnodeadm\b|settings\.kubernetes|Start-EKSBootstrap"
)
_TAINT = re.compile(
    r"""register-with-taints [=\s]+ \S* :(NoSchedule|NoExecute)
    | registerWithTaints .*? effect ["']? \s* : \s* ["']? (NoSchedule|NoExecute)
    | node-taints .*? :(NoSchedule|NoExecute)
    """,
    re.VERBOSE | re.DOTALL,
)


def makes_node(template: Resource) -> bool | None:
    """Whether user data makes an instance a node of a Kubernetes cluster of EKS."""
    return _says(template, _NODE)


def keeps_pods_away(template: Resource) -> bool | None:
    """Whether user data gives a node a taint that keeps pods away."""
    return _says(template, _TAINT)


def _says(template: Resource, what: re.Pattern[str]) -> bool | None:
    texts = list(_texts(template))
    if any(what.search(_COMMENT.sub("", text)) for text in texts):
        return True
    # What is put in its place may say it.
    return False if all(map(_is_whole, texts)) else None


def _texts(template: Resource) -> Iterator[str]:
    for argument in _ARGUMENTS:
        value = template.conf.get(argument)
        value = value[0] if isinstance(value, list) and value else value
        if value is not None:
            yield _decoded(str(value))


def _decoded(text: str) -> str:
    if not _BASE64.fullmatch(text):
        return text
    try:
        return base64.b64decode(text, validate=False).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return text


def _is_whole(text: str) -> bool:
    return not _CALL.search(text) and is_known(_OF_RESOURCES.sub("", text))
