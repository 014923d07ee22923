"""A cluster file that can be built."""

from pydantic import model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import Self

from modules.config.rules import node_group_problems, problems_of, region_problems
from modules.config.sections.cluster import ClusterSections
from modules.config.sections.model import RULES_ERROR


class ClusterConfig(ClusterSections):
    """One cluster, as its file describes it."""

    @model_validator(mode="after")
    def _follows_the_rules(self) -> Self:
        # Rules of the whole cluster may rely on a region and groups that are right by themselves.
        of_parts = (*region_problems(self), *node_group_problems(self))
        problems = of_parts or problems_of(self)
        if problems:
            text = "; ".join(str(problem) for problem in problems)
            context = {"text": text, "problems": problems, "are_all": not of_parts}
            raise PydanticCustomError(RULES_ERROR, "{text}", context)
        return self
