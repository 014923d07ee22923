"""Statements of IAM policies, in which variables such as ``${aws:PrincipalTag/team}`` are IAM's."""

from typing import Annotated

from pydantic import Field, model_validator
from typing_extensions import Self

from modules.config.sections.matching import Matching
from modules.config.sections.model import Section, refusal

#: Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
Action = Annotated[
    str,
    Matching(
        r"[A-Za-z0-9-]+:[A-Za-z0-9*?]+",
        "is not an action; write a service and what may be done, as in s3:GetObject; for "
        "everything, name a managed policy",
    ),
]
_PART = r"(\$\{[^}]+\}|[A-Za-z0-9*?._-])*"
#: Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
Resource = Annotated[
    str,
    Matching(
        rf"\*|arn:aws[a-z-]*:[a-z0-9-]+:{_PART}:{_PART}:[ -~]+",
        'is not a resource; write an ARN like arn:aws:s3:::example-checkpoints/*, or "*"',
    ),
]
#: Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
ConditionOperator = Annotated[
    str,
    Matching(
        r"Null|(ForAllValues:|ForAnyValue:)?("
        r"String(Not)?(Equals(IgnoreCase)?|Like)"
        r"|(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)"
        r"|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like)"
        r")(IfExists)?",
        "is not a condition operator of IAM; write one like StringEquals, StringLike or Bool",
    ),
]
ConditionKey = Annotated[
    str,
    Matching(
        r"[A-Za-z0-9-]+:[!-~]+",
        "is not a condition key; write one like aws:RequestedRegion or s3:prefix",
    ),
]
ConditionValue = Annotated[
    str,
    Matching(r"[ -~]*", "has a character that is not ASCII; write * in its place"),
]


class StatementConfig(Section):
    """What one statement of a policy allows."""

    actions: list[Action] = Field(min_length=1, examples=[["s3:GetObject", "s3:PutObject"]])
    """What may be done."""

    resources: list[Resource] = Field(
        min_length=1, examples=[["arn:aws:s3:::example-checkpoints/*"]]
    )
    """To what, by ARN. IAM's own variables may stand in it, as in
    ``${aws:PrincipalTag/kubernetes-namespace}``, with which Pod Identity tells whose pods they
    are."""

    conditions: dict[
        ConditionOperator,
        Annotated[
            dict[ConditionKey, Annotated[list[ConditionValue], Field(min_length=1)]],
            Field(min_length=1),
        ],
    ] = Field(default={}, examples=[{"StringEquals": {"aws:RequestedRegion": ["us-west-2"]}}])
    """When alone, as IAM spells it: operators, and under each its keys with lists of values."""

    @model_validator(mode="after")
    def _each_stands_once(self) -> Self:
        for key, named in (("actions", self.actions), ("resources", self.resources)):
            twice = next((each for each in named if named.count(each) > 1), None)
            if twice is not None:
                raise refusal(key, f"{twice!r} stands twice; name it once")
        return self
