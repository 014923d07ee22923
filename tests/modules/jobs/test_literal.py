"""What is literal reaches the container as it was written."""

from hypothesis import given
from hypothesis import strategies as st

from modules.jobs.literal import literal


def expanded(text: str, variables: dict[str, str]) -> str:
    """Do with a text what Kubernetes does before a container starts.

    ``$(NAME)`` becomes the variable, or stays where there is none; two dollars become one; any
    other dollar stays.
    """
    done = ""
    while text:
        head, dollar, text = text.partition("$")
        done += head
        name, closing, rest = text[1:].partition(")")
        if not dollar or not text:
            done += dollar
        elif text[0] == "$":
            done, text = f"{done}$", text[1:]
        elif text[0] == "(" and closing and name in variables:
            done, text = done + variables[name], rest
        else:
            done += "$"
    return done


def test_kubernetes_would_act_on_it() -> None:
    assert expanded("$(A) $A $$A $", {"A": "x"}) == "x $A $A $"


@given(st.text(st.sampled_from("$()Ab ")))
def test_what_is_literal_comes_out_as_it_went_in(text: str) -> None:
    assert expanded(literal(text), {"A": "x", "": "y", "b": "z"}) == text


def test_nothing_is_escaped_that_need_not_be() -> None:
    assert literal("$HOME costs 5$") == "$HOME costs 5$"
