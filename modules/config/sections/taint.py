"""Entries of a node group's ``taints``."""

from typing import Annotated

from pydantic import Field

from modules.config.sections.kubernetes_strings import TaintKey, TaintValue
from modules.config.sections.model import Section
from modules.config.sections.on_change import OnChange
from modules.planning.nodes.taints import TaintEffect


class TaintConfig(Section):
    """Keeps pods away that do not tolerate it."""

    key: Annotated[TaintKey, OnChange.IN_PLACE] = Field(examples=["workload-type"])
    """Key of the taint."""

    value: Annotated[TaintValue, OnChange.IN_PLACE] = ""
    """Value of the taint."""

    effect: Annotated[TaintEffect, OnChange.IN_PLACE]
    """What happens to pods that do not tolerate it, as Kubernetes spells it."""
