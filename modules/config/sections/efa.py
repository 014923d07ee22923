"""The ``efa`` setting of a node group."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from modules.config.sections.model import Section


class EfaConfig(Section):
    """Elastic Fabric Adapters. ``true`` and ``false`` are short for ``{enabled: ...}``."""

    enabled: bool = True
    """Whether nodes have them."""

    layout: Literal["efa_only", "classic", "max_ip"] = "efa_only"
    """How interfaces are laid out: EFA apart from IP, which takes one address of the subnet per
    node (``efa_only``); AWS's older advice, with an address on every network card (``classic``); or
    ``efa_only`` with further interfaces for more IP bandwidth (``max_ip``)."""


def _from_bool(value: Any) -> Any:
    if isinstance(value, str):
        message = f"{value!r} is not true or false; for a layout write {{layout: efa_only}}"
        raise ValueError(message)
    return {"enabled": value} if isinstance(value, bool) else value


EfaSetting = Annotated[
    EfaConfig, BeforeValidator(_from_bool, json_schema_input_type=bool | EfaConfig)
]
