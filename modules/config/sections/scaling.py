"""How many nodes a node group has."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, ModelWrapValidatorHandler, model_validator
from typing_extensions import Self

from modules.config.sections.model import Section, refusal

_FEWEST_NODES = 2


class ScalingConfig(Section):
    """How many nodes a group has. What is left out follows what is given."""

    min: int = Field(default=_FEWEST_NODES, ge=0)
    """Fewest nodes; ``desired`` if left out."""

    desired: int = Field(default=_FEWEST_NODES, ge=0)
    """Nodes to run; ``min`` if left out, or 2, or ``max`` where that is less."""

    max: int = Field(default=_FEWEST_NODES, ge=1)
    """Most nodes; ``desired`` if left out."""

    owner: Literal["terraform", "autoscaler"] = "terraform"
    """Who sets the desired size once the group exists. With ``autoscaler`` Terraform sets it at
    creation and leaves it alone afterwards."""

    @model_validator(mode="wrap")
    @classmethod
    def _fill_in(cls, data: Any, validate: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(data, Mapping):
            return validate(data)
        most = data.get("max")
        few = most if type(most) is int and 0 < most < _FEWEST_NODES else _FEWEST_NODES
        given = data.get("desired", data.get("min", few))
        # What is wrong with a number is said of the number, not of those that would follow it.
        follows = given if type(given) is int and given >= 0 else _FEWEST_NODES
        made = validate({"min": follows, "desired": follows, "max": max(follows, 1), **data})
        # What was filled in was not given.
        made.model_fields_set.intersection_update(data)
        return made

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.min <= self.desired <= self.max:
            message = (
                f"min {self.min}, desired {self.desired} and max {self.max} are out of order; "
                "write min <= desired <= max"
            )
            raise refusal("desired", message, "min", "max")
        return self
