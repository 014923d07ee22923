"""Lean bindings that turn themselves on when they are needed."""

from pathlib import Path

import pytest

from tests.lean_bindings.runs import environment, run

_TELL = """
import sys
package = sys.modules.get("cdktf_cdktf_provider_random")
print("none" if package is None else "lean" if "__getattr__" in vars(package) else "stock")
"""
_ASK = "import lean_bindings; lean_bindings.enable_on_demand()\n"


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (_ASK, "none"),
        (_ASK + "from cdktf_cdktf_provider_random.pet import Pet\n", "lean"),
        (_ASK + "import cdktf\nfrom cdktf_cdktf_provider_random.pet import Pet\n", "lean"),
        ("import cdktf\n" + _ASK + "from cdktf_cdktf_provider_random.pet import Pet\n", "lean"),
        (_ASK + _ASK + "import cdktf_cdktf_provider_random\n", "lean"),
        ("from cdktf_cdktf_provider_random.pet import Pet\n", "stock"),
    ],
)
def test_the_first_import_of_generated_code_turns_them_on(
    tmp_path: Path, program: str, expected: str
) -> None:
    assert run(program + _TELL, environment(tmp_path)).output == f"{expected}\n"


def test_nothing_is_loaded_before(tmp_path: Path) -> None:
    program = _ASK + "import sys; print('jsii' in sys.modules)"
    assert run(program, environment(tmp_path)).output == "False\n"
