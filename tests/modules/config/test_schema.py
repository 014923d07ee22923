"""The JSON Schema and the reference that are generated from the models."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.modules.config.files import RIGHT
from tools.generate import generated

ROOT = Path(__file__).parents[3]
FILES = sorted([*(ROOT / "clusters").glob("*.yaml"), *(ROOT / "examples").glob("*.yaml")])


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    document = json.loads((ROOT / "schema" / "cluster.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


@pytest.mark.parametrize("path", generated(), ids=lambda path: path.name)
def test_generated_files_are_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == generated()[path], "run make schema"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_schema_takes_every_cluster_file(schema: Draft202012Validator, file: Path) -> None:
    assert not list(schema.iter_errors(yaml.safe_load(file.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("efa", [True, False, {}, {"layout": "max_ip"}, {"enabled": False}])
def test_the_schema_takes_efa_as_a_switch_or_a_section(
    schema: Draft202012Validator, efa: object
) -> None:
    group = {
        "instance_types": ["p4d.24xlarge"],
        "availability_zone": "us-west-2a",
        "efa": efa,
    }
    document = {"name": "demo", "region": "us-west-2", "node_groups": {"training": group}}
    assert not list(schema.iter_errors(document))
    document["node_groups"] = {"training": group | {"efa": "yes"}}
    assert list(schema.iter_errors(document))


def test_the_schema_takes_an_unknown_instance_type_that_is_described(
    schema: Draft202012Validator,
) -> None:
    hardware = {
        "architecture": "arm64",
        "vcpus": 64,
        "memory_gib": 256,
        "network_cards": [{"count": 1, "interfaces": 8}],
        "ipv4_per_interface": 30,
    }
    group = {"instance_types": ["m99g.16xlarge"], "hardware": hardware}
    assert not list(schema.iter_errors(RIGHT | {"node_groups": {"system": group}}))
    group.pop("hardware")
    assert list(schema.iter_errors(RIGHT | {"node_groups": {"system": group}}))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_cluster_file_tells_editors_where_the_schema_is(file: Path) -> None:
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../schema/cluster.schema.json"


@pytest.mark.parametrize(
    "change",
    [
        {"nmae": "x"},
        {"region": "us-wst-2"},
        {"kubernetes_version": 1.35},
        {"network": {"nat_gateways": "per-zone"}},
        {"access": {"public_endpoint": "yes"}},
        {"node_groups": {}},
        {"node_groups": {"system": {"instance_types": ["g6.8xlrge"]}}},
        {"node_groups": {"system": {"instance_types": ["m7i.large"], "ami_type": "AL2_x86_64"}}},
        {"node_groups": {"system": {"instance_types": ["m7i.large"], "scaling": {"min": -1}}}},
        {"state": {"backend": "gcs"}},
    ],
)
def test_editors_see_common_mistakes(schema: Draft202012Validator, change: dict[str, Any]) -> None:
    assert list(schema.iter_errors(RIGHT | change))


@pytest.mark.parametrize(
    "kubelet",
    [
        {"serializeImagePuls": False},
        {"topologyManagerPolicy": "single-numa"},
        {"kubeReserved": {"cpu": 1}},
        {"imageGCHighThresholdPercent": 101},
    ],
)
def test_editors_see_mistakes_in_settings_of_others(
    schema: Draft202012Validator, kubelet: dict[str, Any]
) -> None:
    group = {"instance_types": ["m7i.large"], "kubelet": kubelet}
    assert list(schema.iter_errors(RIGHT | {"node_groups": {"system": group}}))
    group["unchecked"] = [f"kubelet.{key}" for key in kubelet]
    assert not list(schema.iter_errors(RIGHT | {"node_groups": {"system": group}}))


def test_editors_see_mistakes_in_what_an_add_on_is_told(schema: Draft202012Validator) -> None:
    wrong = {"vpc-cni": {"configuration": {"env": {"WARM_IP_TARGET": 5}}}}
    assert list(schema.iter_errors(RIGHT | {"add_ons": wrong}))
    right = {"vpc-cni": {"configuration": {"env": {"WARM_IP_TARGET": "5"}}}}
    assert not list(schema.iter_errors(RIGHT | {"add_ons": right}))


def test_editors_show_what_a_field_means() -> None:
    document = json.loads((ROOT / "schema" / "cluster.schema.json").read_text(encoding="utf-8"))
    field = document["$defs"]["AccessConfig"]["properties"]["open_to_internet"]
    assert field["description"] == (
        "Says a second time that 0.0.0.0/0 in ``allowed_cidrs`` is meant."
    )
