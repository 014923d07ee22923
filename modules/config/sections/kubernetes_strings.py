"""Keys, values and names that Kubernetes will read."""

import re
from typing import Annotated

from pydantic import AfterValidator

from modules.config.sections.matching import Shown

_NAME = r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?"
_DNS_SUBDOMAIN = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
_DNS_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_LONGEST_PREFIX = 253
#: Less than Kubernetes takes.
#: Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
_LONGEST_KEY = 63

#: The only prefixes of Kubernetes' own that a kubelet may set; with another it does not start.
#: Source: https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction
_OPEN_TO_KUBELET = ("kubelet.kubernetes.io", "node.kubernetes.io")
_KUBERNETES_OWN = ("kubernetes.io", "k8s.io")
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/create-managed-node-group.html
_EKS_OWN = "eks.amazonaws.com"
#: The same for the JSON Schema.
_NOT_RESERVED = (
    r"(?!([a-z0-9.-]+\.)?eks\.amazonaws\.com/)"
    r"(?!(?!([a-z0-9.-]+\.)?(kubelet|node)\.kubernetes\.io/)([a-z0-9.-]+\.)?(kubernetes|k8s)\.io/)"
)


def _key(value: str) -> str:
    """Refuse a key that Kubernetes would refuse, or that is not the user's to set."""
    if len(value) > _LONGEST_KEY:
        message = (
            f"{value!r} has {len(value)} characters, and EKS takes {_LONGEST_KEY} for a key and "
            f"its prefix: shorten it by {len(value) - _LONGEST_KEY}"
        )
        raise ValueError(message)
    prefix, slash, name = value.rpartition("/")
    if not re.fullmatch(_NAME, name):
        message = (
            f"{value!r} is not a key: {name!r} must be 1 to 63 letters, digits, '-', '_' and '.', "
            "beginning and ending with a letter or a digit"
        )
        raise ValueError(message)
    if slash and (len(prefix) > _LONGEST_PREFIX or not re.fullmatch(_DNS_SUBDOMAIN, prefix)):
        message = (
            f"{value!r} is not a key: {prefix!r} before the '/' must be a lower-case DNS name, "
            "as in example.com/team"
        )
        raise ValueError(message)
    owner = _owner(prefix)
    if owner is not None:
        message = (
            f"{value!r} is {owner}'s own to set; use a prefix of yours, as in example.com/{name}"
        )
        raise ValueError(message)
    return value


def _owner(prefix: str) -> str | None:
    if _is_in(prefix, _EKS_OWN):
        return "EKS"
    if any(_is_in(prefix, allowed) for allowed in _OPEN_TO_KUBELET):
        return None
    if any(_is_in(prefix, own) for own in _KUBERNETES_OWN):
        return "Kubernetes"
    return None


def _is_in(prefix: str, domain: str) -> bool:
    return prefix == domain or prefix.endswith(f".{domain}")


def _value(value: str) -> str:
    """Refuse a value that Kubernetes would refuse."""
    if value and not re.fullmatch(_NAME, value):
        message = (
            f"{value!r} is not a value: use up to 63 letters, digits, '-', '_' and '.', "
            "beginning and ending with a letter or a digit, or nothing at all"
        )
        raise ValueError(message)
    return value


def _label_value(value: str) -> str:
    """Refuse what EKS would refuse beside: no value at all.

    Source: https://github.com/aws/containers-roadmap/issues/2447
    """
    if not value:
        message = 'is empty, which EKS takes for no label\'s value; write one, such as "true"'
        raise ValueError(message)
    return _value(value)


def _namespace(value: str) -> str:
    """Refuse what no namespace can be called."""
    if not re.fullmatch(_DNS_LABEL, value):
        message = (
            f"{value!r} is not a namespace; use 1 to 63 lower-case letters, digits and '-', "
            "beginning and ending with a letter or a digit"
        )
        raise ValueError(message)
    return value


def _service_account(value: str) -> str:
    """Refuse what no service account can be called."""
    if len(value) > _LONGEST_PREFIX or not re.fullmatch(_DNS_SUBDOMAIN, value):
        message = (
            f"{value!r} is not a service account; use up to 253 lower-case letters, digits, '-' "
            "and '.', beginning and ending with a letter or a digit"
        )
        raise ValueError(message)
    return value


#: Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
Namespace = Annotated[str, AfterValidator(_namespace), Shown(_DNS_LABEL)]
ServiceAccountName = Annotated[
    str, AfterValidator(_service_account), Shown(rf"(?=.{{1,253}}$){_DNS_SUBDOMAIN}")
]
#: Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
LabelKey = Annotated[
    str,
    AfterValidator(_key),
    Shown(rf"(?=.{{1,{_LONGEST_KEY}}}$){_NOT_RESERVED}({_DNS_SUBDOMAIN}/)?{_NAME}"),
]
LabelValue = Annotated[str, AfterValidator(_label_value), Shown(_NAME)]
#: Taints follow the rules of labels.
#: Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_Taint.html
TaintKey = LabelKey
TaintValue = Annotated[str, AfterValidator(_value), Shown(f"({_NAME})?")]
