"""Entries of a node group's ``taints``."""

from pydantic import Field

from modules.config.sections.kubernetes_strings import TaintKey, TaintValue
from modules.config.sections.model import Section
from modules.planning.nodes.taints import TaintEffect


class TaintConfig(Section):
    """Keeps pods away that do not tolerate it."""

    key: TaintKey = Field(examples=["workload-type"])
    """Key of the taint."""

    value: TaintValue = ""
    """Value of the taint."""

    effect: TaintEffect
    """What happens to pods that do not tolerate it, as Kubernetes spells it."""
