"""In a plan, each instance of a resource has its own verdict, as in a folder."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cli.checkov import checkov

Json = dict[str, Any]
#: Three groups of for_each, and a policy that is known after apply.
_TAINTS: dict[str, list[Json]] = {
    "a": [{"key": "k", "effect": "NO_SCHEDULE"}],
    "b": [],
    "c": [{"key": "k", "effect": "PREFER_NO_SCHEDULE"}],
}


def resource(type_: str, name: str, values: Json, *, module: str = "", index: str = "") -> Json:
    address = f"{module}{type_}.{name}" + (f'["{index}"]' if index else "")
    return {"address": address, "mode": "managed", "type": type_, "name": name, "values": values}


def plan() -> Json:
    groups = [
        resource(
            "aws_eks_node_group",
            "gpu",
            {"instance_types": ["p5.48xlarge"], "taint": taint},
            index=index,
        )
        for index, taint in _TAINTS.items()
    ]
    policy = resource("aws_iam_policy", "later", {"name": "x"})
    modules = {
        f"module.{name}": resource(
            "aws_launch_template",
            "t",
            {"metadata_options": [{"http_tokens": tokens, "http_put_response_hop_limit": 1}]},
            module=f"module.{name}.",
        )
        for name, tokens in (("good", "required"), ("bad", "optional"))
    }
    children = [{"address": key, "resources": [value]} for key, value in modules.items()]
    every = [*groups, policy, *modules.values()]
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {
            "root_module": {"resources": [*groups, policy], "child_modules": children}
        },
        "resource_changes": [
            {**each, "change": {"actions": ["create"], "before": None, "after": each["values"]}}
            for each in every
        ],
    }


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    file: Path = tmp_path_factory.mktemp("plan") / "plan.json"
    file.write_text(json.dumps(plan(), indent=1))
    return subprocess.run(
        checkov("-f", file, "--framework", "terraform_plan", "-o", "json"),
        capture_output=True,
        text=True,
        check=False,
    )


def ended(ran: subprocess.CompletedProcess[str], kind: str, policy: int) -> set[str]:
    records = json.loads(ran.stdout)["results"][f"{kind}_checks"]
    id_ = f"CKV_TRAINYARD_{policy}"
    return {each["resource"] for each in records if each["check_id"] == id_}


def test_of_for_each_every_group_is_judged(ran: subprocess.CompletedProcess[str]) -> None:
    group = "aws_eks_node_group.gpu"
    assert ended(ran, "passed", 1) == {f'{group}["a"]'}
    assert ended(ran, "failed", 1) == {f'{group}["b"]', f'{group}["c"]'}


def test_a_good_module_does_not_hide_a_bad_one(ran: subprocess.CompletedProcess[str]) -> None:
    assert ended(ran, "passed", 2) == {"module.good.aws_launch_template.t"}
    assert ended(ran, "failed", 2) == {"module.bad.aws_launch_template.t"}


def test_what_is_known_after_apply_is_unknown(ran: subprocess.CompletedProcess[str]) -> None:
    assert ended(ran, "passed", 5) == ended(ran, "failed", 5) == set()
    said = [line for line in ran.stderr.splitlines() if line.startswith("CKV_TRAINYARD_5 unknown")]
    assert [line.rpartition(": ")[2] for line in said] == ["aws_iam_policy.later"]
