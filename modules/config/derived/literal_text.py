"""A file's sections as they go into Terraform JSON."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar, cast

from modules.config.sections.model import Section
from modules.config.sections.node_group import NodeGroupConfig
from modules.config.sections.service_account import ServiceAccountConfig
from modules.config.sections.state_bucket import StateBucketConfig
from modules.planning.terraform.literal import literal

SectionT = TypeVar("SectionT", bound=Section)

#: Fields that Terraform does not look into, or not yet: user data goes out as base64, the reason
#: stands in a comment, and statements become JSON, which is made literal as a whole.
_LEFT_AS_WRITTEN: Mapping[type[Section], frozenset[str]] = MappingProxyType(
    {
        NodeGroupConfig: frozenset({"kubelet", "bottlerocket_settings", "user_data"}),
        ServiceAccountConfig: frozenset({"statements"}),
        StateBucketConfig: frozenset({"no_access_log_because"}),
    }
)


def with_literal_text(section: SectionT) -> SectionT:
    """Give a section in which nothing that a user wrote is an expression to Terraform.

    This is where the text of a file enters Terraform JSON, and the one place that makes it literal:
    constructs cannot, since what they are given may be tokens.
    """
    model = type(section)
    as_written = _LEFT_AS_WRITTEN.get(model, frozenset())
    values = {
        name: value if name in as_written else _literal(value)
        for name, value in ((name, getattr(section, name)) for name in model.model_fields)
    }
    # Not validated anew: it was valid as it was written, and patterns know nothing of escapes.
    return cast(SectionT, model.model_construct(section.model_fields_set, **values))


def _literal(value: Any) -> Any:
    if isinstance(value, Section):
        return with_literal_text(value)
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, Mapping):
        return {_literal(key): _literal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_literal(item) for item in value]
    return value
