"""Cluster files that extend a shared one, and clusters of several accounts."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from modules.config import ClusterConfig, ClusterFileError, load_cluster, load_clusters
from tests.cluster_files import synthesize_clusters
from tests.modules.config.files import cluster, refusals, text

SHARED: dict[str, Any] = {
    "region": "us-west-2",
    "network": {"nat_gateways": "per_zone", "availability_zones": ["us-west-2a", "us-west-2b"]},
    "access": {"admins": ["arn:aws:iam::111122223333:role/Admin"]},
    "node_groups": {
        "system": {"instance_types": ["m7i.large"], "scaling": {"min": 2, "max": 4}},
    },
    "tags": {"Team": "research"},
}


def write(folder: Path, shared: dict[str, Any], own: dict[str, Any]) -> Path:
    (folder / "shared").mkdir(exist_ok=True)
    (folder / "shared" / "team.yaml").write_text(yaml.safe_dump(shared, sort_keys=False))
    file = folder / f"{own.get('name', 'unnamed')}.yaml"
    file.write_text(yaml.safe_dump({"extends": "shared/team.yaml", **own}, sort_keys=False))
    return file


def load(folder: Path, own: dict[str, Any]) -> ClusterConfig:
    return load_cluster(write(folder, SHARED, own))


def said(folder: Path, shared: dict[str, Any], own: dict[str, Any]) -> str:
    with pytest.raises(ClusterFileError) as refused:
        load_cluster(write(folder, shared, own))
    return str(refused.value).replace(f"{folder}/", "")


def test_what_a_file_does_not_say_is_what_is_shared(tmp_path: Path) -> None:
    made = load(tmp_path, {"name": "one"})
    assert (made.name, made.region, made.network.nat_gateways) == ("one", "us-west-2", "per_zone")
    assert made.tags == {"Team": "research"}


def test_sections_are_merged_and_lists_replaced(tmp_path: Path) -> None:
    made = load(
        tmp_path,
        {
            "name": "one",
            "network": {"availability_zones": ["us-west-2c", "us-west-2d"]},
            "node_groups": {
                "system": {"scaling": {"max": 9}},
                "training": {"instance_types": ["g6.8xlarge"]},
            },
        },
    )
    assert made.zones == ("us-west-2c", "us-west-2d")
    assert made.network.nat_gateways == "per_zone"
    assert (made.node_groups["system"].scaling.min, made.node_groups["system"].scaling.max) == (
        2,
        9,
    )
    assert set(made.node_groups) == {"system", "training"}


def test_it_is_the_same_cluster_as_written_out(tmp_path: Path) -> None:
    out = {**SHARED, "name": "one", "tags": {"Team": "research", "Stage": "dev"}}
    inherited = load(tmp_path, {"name": "one", "tags": {"Stage": "dev"}})
    written = ClusterConfig.model_validate(out)
    assert synthesize_clusters([inherited]) == synthesize_clusters([written])


def test_a_problem_is_where_it_was_written(tmp_path: Path) -> None:
    wrong = SHARED | {"region": "us-wst-2"}
    assert said(tmp_path, wrong, {"name": "one", "network": {"cidr": "10.0.0.1/16"}}) == (
        "one.yaml:4: network.cidr: '10.0.0.1/16' has bits set behind its mask; did you mean "
        "'10.0.0.0/16'?\n"
        "shared/team.yaml:1: region: no region 'us-wst-2' in the catalog; did you mean "
        "'us-west-2'? for one newer than the catalog add unlisted_region: {zones: [...]}"
    )


@pytest.mark.parametrize("key", ["name", "extends"])
def test_a_name_is_not_shared_and_there_is_one_level(tmp_path: Path, key: str) -> None:
    assert said(tmp_path, {key: "x", **SHARED}, {"name": "one"}) == (
        f"shared/team.yaml:1: {key}: {key} is each cluster's own; remove it here, where "
        f"{tmp_path}/one.yaml takes the rest from".replace(f"{tmp_path}/", "")
    )


def test_a_shared_file_that_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    file.write_text("extends: elsewhere.yaml\nname: one\n")
    with pytest.raises(ClusterFileError) as refused:
        load_cluster(file)
    assert str(refused.value) == (
        f"{file}:1: extends: no such file: {tmp_path}/elsewhere.yaml; write a path from the folder "
        "of this file"
    )


def test_a_shared_file_that_is_not_yaml_is_named_itself(tmp_path: Path) -> None:
    file = write(tmp_path, SHARED, {"name": "one"})
    (tmp_path / "shared" / "team.yaml").write_text("a: [")
    with pytest.raises(ClusterFileError) as refused:
        load_cluster(file)
    assert str(refused.value).startswith(f"{tmp_path}/shared/team.yaml:1: not YAML: ")


def test_what_is_missing_in_both_is_missed_in_the_clusters_own(tmp_path: Path) -> None:
    shared = {key: value for key, value in SHARED.items() if key != "region"}
    assert said(tmp_path, shared, {"name": "one"}) == (
        "one.yaml:1: region: is missing; add it, for example region: us-west-2"
    )


def peers(folder: Path, first: str, second: str) -> list[Path]:
    files = [folder / "one.yaml", folder / "two.yaml"]
    files[0].write_text(text(name="one", network={"cidr": first, "peers": ["two"]}))
    files[1].write_text(text(name="two", network={"cidr": second}))
    return files


def test_networks_that_will_be_connected_have_no_address_in_common(tmp_path: Path) -> None:
    assert load_clusters(peers(tmp_path, "10.1.0.0/16", "10.2.0.0/16"))
    with pytest.raises(ClusterFileError) as refused:
        load_clusters(peers(tmp_path, "10.1.0.0/16", "10.1.128.0/20"))
    assert str(refused.value) == (
        f"{tmp_path}/one.yaml:10: network.peers[0]: the networks of one (10.1.0.0/16) and two "
        "(10.1.128.0/20) overlap, so they cannot be connected; give one of them another cidr"
    )


def test_a_peer_that_is_synthesized_at_another_time_is_not_compared(tmp_path: Path) -> None:
    assert load_clusters(peers(tmp_path, "10.1.0.0/16", "10.1.0.0/16")[:1])


def test_terraform_works_as_the_role_of_the_file() -> None:
    role = "arn:aws:iam::111122223333:role/Deployer"
    made = cluster(assume_role_arn=role, account_id="111122223333")
    [provider] = synthesize_clusters([made])["demo"]["provider"]["aws"]
    assert provider["assume_role"] == [{"role_arn": role, "session_name": "trainyard-demo"}]
    assert provider["allowed_account_ids"] == ["111122223333"]


@pytest.mark.parametrize(
    ("arn", "message"),
    [
        (
            "arn:aws:iam::444455556666:role/Deployer",
            ":4: assume_role_arn: the role is of account 444455556666, but account_id is "
            "111122223333; name a role of that account",
        ),
        (
            "arn:aws:iam::111122223333:user/Deployer",
            ":4: assume_role_arn: 'arn:aws:iam::111122223333:user/Deployer' is not the ARN of an "
            "IAM role; write one like arn:aws:iam::111122223333:role/Deployer",
        ),
        (
            "arn:aws-us-gov:iam::111122223333:role/Deployer",
            ":4: assume_role_arn: 'arn:aws-us-gov:iam::111122223333:role/Deployer' is of the "
            "partition aws-us-gov, but us-west-2 is in aws; write arn:aws:...",
        ),
    ],
)
def test_a_role_that_cannot_be_assumed_there_is_refused(
    tmp_path: Path, arn: str, message: str
) -> None:
    content = (
        'name: demo\nregion: us-west-2\naccount_id: "111122223333"\n'
        f"assume_role_arn: {arn}\n"
        "node_groups: {system: {instance_types: [m7i.large]}}\n"
    )
    assert refusals(tmp_path, content) == [message]
