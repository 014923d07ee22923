"""Whatever stands in a field that others define, it is taken or refused in words, and soon."""

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from modules.catalog.definitions import read
from modules.config.rules.typed.shell import commands_of_nodeadm, may_steer_nodeadm
from tests.modules.config.typed.cases import group, said_of

SETTINGS = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
KUBELET_KEYS = sorted(read("kubelet")["shape"]["keys"])
plain = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["Static", "static", "0s", "10m", "5%", "1Gi", "none", "single-numa-node"])
)
anything = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["cpu", "memory", "limits", "numaNode"]), inner)
    ),
    max_leaves=8,
)


def places(folder: Path, **keys: Any) -> set[str]:
    """Name the keys of a group that are refused; anything but a refusal is an error of the test."""
    said = said_of(folder, **group(**keys))
    return {line.removeprefix("node_groups.training.").partition(":")[0] for line in said}


@given(st.dictionaries(st.sampled_from(KUBELET_KEYS) | st.text(max_size=5), anything, max_size=6))
@example(
    {
        "memoryManagerPolicy": "Static",
        "reservedMemory": [{"numaNode": 0, "limits": {"memory": 1e-300}}],
    }
)
@example({"kubeReserved": {"memory": "1e99"}, "memoryManagerPolicy": "Static"})
@SETTINGS
def test_any_settings_of_a_kubelet(tmp_path: Path, written: dict[str, Any]) -> None:
    refused = places(tmp_path, kubelet=written)
    assert all(place.startswith(("kubelet", "not YAML")) for place in refused)


@given(st.text(max_size=200) | st.text(alphabet="a:{}[]*&!-'\"\n #|>", max_size=60))
@example("a: 2020-99-99")
@example("&a [*a]")
@example("? [a]\n: b")
@SETTINGS
def test_any_node_config(tmp_path: Path, content: str) -> None:
    part = {"content_type": "application/node.eks.aws", "content": content}
    refused = places(tmp_path, user_data=[part])
    assert refused
    assert all(place.startswith("user_data[0].content") for place in refused)


@given(st.text(max_size=200) | st.text(alphabet="a'\"\\\n#;&|$(){}<>EOF \t", max_size=80))
def test_any_script(script: str) -> None:
    found = [number for number, _, _ in commands_of_nodeadm(script)]
    found += [number for number, _ in may_steer_nodeadm(script)]
    assert all(1 <= number <= len(script.splitlines()) for number in found)


def test_a_long_script_that_closes_no_quote_is_read_once() -> None:
    assert list(commands_of_nodeadm("'" + "\na" * 6000)) == []
