"""Every key that is written is one that Kubernetes knows, with a value of its kind."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from kubernetes.client import models

from modules.jobs.manifest import manifest
from tests.modules.jobs.test_manifest import CASES

PLAIN = {"str": str, "int": int, "bool": bool}


def unknown(value: object, kind: str, path: str = "") -> Iterator[str]:
    """List what Kubernetes would not know in a value of a kind, as its client names kinds."""
    listed, mapped = re.fullmatch(r"List\[(.*)\]", kind), re.fullmatch(r"Dict\[str, (.*)\]", kind)
    if listed is not None and isinstance(value, list):
        for index, each in enumerate(value):
            yield from unknown(each, listed[1], f"{path}[{index}]")
    elif mapped is not None and isinstance(value, dict):
        for key, each in value.items():
            yield from unknown(each, mapped[1], f"{path}.{key}")
    elif kind.startswith("V1") and isinstance(value, dict):
        yield from _unknown_keys(value, kind, path)
    elif type(value) is not PLAIN.get(kind):
        yield f"{path}: not of kind {kind}: {value!r}"


def _unknown_keys(value: dict[str, object], kind: str, path: str) -> Iterator[str]:
    model: Any = getattr(models, kind)
    fields = {key: name for name, key in model.attribute_map.items()}
    for key, each in value.items():
        if key in fields:
            yield from unknown(each, model.openapi_types[fields[key]], f"{path}.{key}")
        else:
            yield f"{path}.{key}: {kind} has no such key"


def test_what_is_wrong_is_found() -> None:
    wrong = {"spec": {"completions": "2", "template": {"spec": {"container": []}}}, "kind": "Job"}
    assert [*unknown(wrong, "V1Job")] == [
        ".spec.completions: not of kind int: '2'",
        ".spec.template.spec.container: V1PodSpec has no such key",
    ]


@pytest.mark.parametrize("name", CASES)
def test_kubernetes_knows_every_key(name: str) -> None:
    for made in yaml.safe_load_all(manifest(*CASES[name])):
        if made["kind"] == "JobSet":
            (replicated,) = made["spec"]["replicatedJobs"]
            assert [*unknown(replicated["template"], "V1JobTemplateSpec")] == []
            assert [*unknown(made["metadata"], "V1ObjectMeta")] == []
        else:
            assert [*unknown(made, f"V1{made['kind']}")] == []
