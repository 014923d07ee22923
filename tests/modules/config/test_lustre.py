"""What Lustre file systems may be, and what of it FSx would refuse."""

from pathlib import Path
from typing import Any

import pytest

from modules.catalog.instance_types import instance_types
from modules.catalog.lustre import (
    EFA_STEP_GIB,
    NO_EFA_CLIENTS,
    THROUGHPUTS_MIBPS_PER_TIB,
    is_capacity,
    is_metadata_iops,
)
from modules.config.derived.add_ons import installed_add_ons
from tests.modules.config.files import cluster, refusals, text, warned

PERSISTENT: dict[str, Any] = {
    "availability_zone": "us-west-2a",
    "capacity_gib": 4800,
    "deployment": "persistent_2",
    "throughput_mibps_per_tib": 1000,
}
SCRATCH: dict[str, Any] = {
    "availability_zone": "us-west-2a",
    "capacity_gib": 1200,
    "deployment": "scratch_2",
}
AT = "storage.lustre.data"
LINK = {"bucket": "datasets", "path": "/datasets"}
BUCKETS: dict[str, Any] = {"buckets": {"datasets": {}}}
GROUPS: dict[str, Any] = {
    "system": {"instance_types": ["m7i.large"]},
    "h100": {"instance_types": ["p5.48xlarge"], "availability_zone": "us-west-2a"},
}


def persistent(**changed: Any) -> dict[str, Any]:
    return {"storage": {"lustre": {"data": PERSISTENT | changed}, **BUCKETS}}


def scratch(**changed: Any) -> dict[str, Any]:
    return {"storage": {"lustre": {"data": SCRATCH | changed}, **BUCKETS}}


def efa(group: dict[str, Any], **changed: Any) -> dict[str, Any]:
    groups = {"system": GROUPS["system"], "training": group}
    return {"node_groups": groups, **persistent(efa=True, **changed)}


REFUSED: list[tuple[dict[str, Any], str]] = [
    (
        scratch(capacity_gib=3600),
        f"{AT}.capacity_gib: 3600 is no size of FSx for Lustre, which makes 1200 GiB or multiples "
        "of 2400; write 4800",
    ),
    (
        scratch(throughput_mibps_per_tib=125),
        f"{AT}.throughput_mibps_per_tib: goes with deployment: persistent_2; remove it, or write "
        "that",
    ),
    (
        scratch(backup_retention_days=7),
        f"{AT}.backup_retention_days: goes with deployment: persistent_2; remove it, or write that",
    ),
    (
        scratch(efa=True),
        f"{AT}.efa: goes with deployment: persistent_2; remove it, or write that",
    ),
    (
        persistent(throughput_mibps_per_tib=None),
        f"{AT}.throughput_mibps_per_tib: a persistent file system has a throughput; write one of "
        "125, 250, 500, 1000",
    ),
    (
        persistent(throughput_mibps_per_tib=200),
        f"{AT}.throughput_mibps_per_tib: FSx has no 200 MiB/s for each TiB; write one of 125, 250, "
        "500, 1000",
    ),
    (
        persistent(metadata_iops=18000),
        f"{AT}.metadata_iops: FSx provisions no 18000 metadata operations; write one of 1500, "
        "3000, 6000, 12000, or a multiple of 12000 up to 192000",
    ),
    (
        {"node_groups": GROUPS, **persistent(efa=True, throughput_mibps_per_tib=500)},
        f"{AT}.capacity_gib: with EFA and 500 MiB/s for each TiB, FSx makes multiples of 9600 GiB; "
        "write 9600, or another throughput_mibps_per_tib",
    ),
    (
        persistent(linked=[LINK], backup_retention_days=7),
        f"{AT}.backup_retention_days: FSx makes no backups of what is linked to a bucket; remove "
        "it, or the links",
    ),
    (
        scratch(linked=[LINK, {"bucket": "datasets", "path": "/datasets/a"}]),
        f"{AT}.linked[1].path: /datasets/a and /datasets overlap; FSx links folders apart",
    ),
    (
        scratch(linked=[{**LINK, "path": "/a.b"}, {**LINK, "path": "/a/b"}]),
        f"{AT}.linked[1].path: /a/b and /a.b differ only in punctuation that Terraform addresses "
        "cannot hold; rename one of the two",
    ),
    (
        scratch(linked=[{**LINK, "path": "datasets"}]),
        f"{AT}.linked[0].path: 'datasets' is not a folder of the file system; write one like "
        "/datasets",
    ),
    (
        scratch(linked=[{**LINK, "bucket": "other"}]),
        f"{AT}.linked[0].bucket: storage.buckets has no 'other'; it has datasets",
    ),
    (
        scratch(availability_zone="us-west-2d"),
        f"{AT}.availability_zone: the cluster has no subnet in us-west-2d; it has them in "
        "us-west-2a, us-west-2b, us-west-2c",
    ),
    (
        persistent(kms_key_arn="arn:aws:kms:us-east-1:111122223333:key/1234"),
        f"{AT}.kms_key_arn: the key is in us-east-1, but the file system is in us-west-2; use a "
        "key of that region",
    ),
    (
        efa({"instance_types": ["p4d.24xlarge"], "availability_zone": "us-west-2a"}),
        f"{AT}.efa: no node group would reach it by EFA: system has no EFA; the p4d instances of "
        "training are of the third Nitro generation, and FSx takes the fourth; leave efa out, or "
        "add such a group",
    ),
    (
        efa({"instance_types": ["p5.48xlarge"], "availability_zone": "us-west-2b"}),
        f"{AT}.efa: no node group would reach it by EFA: system has no EFA; training is in "
        "us-west-2b; leave efa out, or add such a group",
    ),
    (
        {"decommission": True, **scratch()},
        f"{AT}: it would be destroyed with all files on it; say so with delete_with_files: true, "
        "or keep the cluster",
    ),
    (
        {"name": "sg-demo", **scratch()},
        "name: begins with 'sg-', as the ids of security groups do; EC2 takes no security group "
        "of such a name: choose another beginning",
    ),
]


@pytest.mark.parametrize(("sections", "message"), REFUSED)
def test_what_fsx_would_refuse_is_refused(
    sections: dict[str, Any], message: str, tmp_path: Path
) -> None:
    (refusal,) = refusals(tmp_path, text(**sections))
    assert refusal.endswith(f": {message}")


@pytest.mark.parametrize(
    ("capacity_gib", "is_one"),
    [(1199, False), (1200, True), (1201, False), (2400, True), (3600, False), (4800, True)],
)
def test_file_systems_are_of_the_sizes_of_fsx(capacity_gib: int, is_one: bool) -> None:
    assert is_capacity(capacity_gib) is is_one


def test_metadata_operations_are_those_of_fsx() -> None:
    taken = [iops for iops in range(0, 240_001, 500) if is_metadata_iops(iops)]
    assert taken == [1500, 3000, 6000, *range(12_000, 192_001, 12_000)]


@pytest.mark.parametrize("throughput", THROUGHPUTS_MIBPS_PER_TIB)
def test_a_file_system_with_efa_has_its_least_throughput(throughput: int, tmp_path: Path) -> None:
    step = EFA_STEP_GIB[throughput]
    assert step * throughput == 4800 * 1000
    at_least = persistent(efa=True, throughput_mibps_per_tib=throughput, capacity_gib=step)
    assert cluster(node_groups=GROUPS, **at_least).storage.lustre["data"].efa
    less = persistent(
        efa=True, throughput_mibps_per_tib=throughput, capacity_gib=max(step - 2400, 1200)
    )
    (refusal,) = refusals(tmp_path, text(node_groups=GROUPS, **less))
    assert f"multiples of {step} GiB; write {step}, or another" in refusal


def test_families_without_efa_to_lustre_have_efa_otherwise() -> None:
    with_efa = {
        n.partition(".")[0] for n, facts in instance_types().items() if facts.efa_interfaces
    }
    assert {*NO_EFA_CLIENTS} <= with_efa


def test_a_file_system_brings_what_mounts_it() -> None:
    assert "aws-fsx-csi-driver" in installed_add_ons(cluster(**scratch()))
    assert "aws-fsx-csi-driver" not in installed_add_ons(cluster())
    without = cluster(add_ons={"aws-fsx-csi-driver": {"install": False}}, **scratch())
    assert "aws-fsx-csi-driver" not in installed_add_ons(without)


def test_a_file_system_apart_from_the_accelerators_is_told() -> None:
    groups = {**GROUPS, "h100": {**GROUPS["h100"], "availability_zone": "us-west-2b"}}
    (said,) = (
        line for line in warned(cluster(node_groups=groups, **scratch())) if "lustre" in line
    )
    assert said == (
        f"{AT}.availability_zone: nodes with accelerators are in us-west-2b, and reach it across "
        "zones: slower, and paid for by the GB"
    )
    assert [line for line in warned(cluster(node_groups=GROUPS, **scratch())) if AT in line] == []


def test_a_link_follows_its_bucket_unless_told_otherwise() -> None:
    (link,) = cluster(**scratch(linked=[LINK])).storage.lustre["data"].linked
    assert (link.imported, link.export) == (["new", "changed", "deleted"], [])
