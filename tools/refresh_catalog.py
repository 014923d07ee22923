"""Write the catalog's instance types, offerings and regions anew from what AWS answered.

moto carries AWS's own answers to DescribeInstanceTypes and DescribeInstanceTypeOfferings. Run this
after moving the locked release of moto, and review the difference like code:

    .venv/bin/python -m tools.refresh_catalog

What EC2 does not answer, or answers wrongly, stands in tools/catalog_additions.json: ``answered``
(the month of the answers in each release of moto), ``regions`` (those without answers, from the
same guide as the next), ``zones_of_other_accounts`` (that the account behind the answers does not
see but others do), ``own_letters`` (regions where each account has letters of its own for zones),
``rows`` and ``corrections`` of instance types, each with its source.

Sources: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
and https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html
"""

import gzip
import importlib.metadata
import importlib.util
import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

CATALOG = Path(__file__).parents[1] / "modules" / "catalog"
_ADDITIONS = Path(__file__).parent / "catalog_additions.json"
_NODE_ARCHITECTURES = ("x86_64", "arm64")
#: Keys of an answer that tell of a device nodes cannot use through EKS's own AMIs.
_OTHER_ACCELERATORS = ("FpgaInfo", "MediaAcceleratorInfo", "InferenceAcceleratorInfo")

Row = Mapping[str, object]


def main() -> None:
    """Write the three files."""
    _write("instance_types.json", instance_type_rows())
    _write("offerings.json", offering_rows())
    _write("regions.json", region_rows())


def instance_type_rows() -> list[Row]:
    """Give a row for every instance type that runs Linux on x86-64 or Arm."""
    answers = _read(_resources() / "instance_types.json.gz")
    additions = _additions()
    rows = [_instance_type_row(answer) for answer in answers.values()]
    corrected = [
        _corrected(row, additions["corrections"].get(row["name"]))
        for row in [*rows, *additions["rows"]]
        if row is not None
    ]
    return sorted(corrected, key=lambda row: str(row["name"]))


def _corrected(row: Mapping[str, Any], correction: Mapping[str, Any] | None) -> Row:
    if correction is None:
        return row
    return {**row, **correction, "source": f"{row['source']}; {correction['source']}"}


def region_rows() -> list[Row]:
    """Give a row for every region, with its zones in alphabetical order, then further ones."""
    additions = _additions()
    answered = [_region_row(region, zones, additions) for region, zones in _answered_zones()]
    unanswered = [{**row, "letters_are_everyones": True} for row in additions["regions"]]
    return sorted([*answered, *unanswered], key=lambda row: str(row["name"]))


def _region_row(name: str, offerings: Mapping[str, str], additions: Mapping[str, Any]) -> Row:
    seen = sorted({f"{name}{letter}" for letters in offerings.values() for letter in letters})
    return {
        "name": name,
        "zones": seen + additions["zones_of_other_accounts"].get(name, []),
        "letters_are_everyones": name not in additions["own_letters"],
    }


def offering_rows() -> list[Row]:
    """Give a row for all instance types that are offered in the same zones.

    Zones are given by region, as the letters behind its name: ``{"us-west-2": "abd"}``.
    """
    zones_of: dict[str, dict[str, str]] = {}
    for region, offerings in _answered_zones():
        for instance_type, letters in offerings.items():
            zones_of.setdefault(instance_type, {})[region] = letters
    alike: dict[str, list[str]] = {}
    kept = {str(row["name"]) for row in instance_type_rows()}
    for instance_type in sorted(zones_of.keys() & kept):
        alike.setdefault(json.dumps(zones_of[instance_type]), []).append(instance_type)
    return [
        {"types": " ".join(types), "zones": json.loads(zones)} for zones, types in alike.items()
    ]


def _answered_zones() -> Iterable[tuple[str, Mapping[str, str]]]:
    """Give for each region, in alphabetical order, the letters of the zones of each type."""
    folder = _resources() / "instance_type_offerings" / "availability-zone"
    for path in sorted(folder.iterdir()):
        region = path.name.partition(".")[0]
        offerings: dict[str, str] = {}
        for offering in sorted(_read(path), key=lambda offering: offering["Location"]):
            letter = offering["Location"].removeprefix(region)
            name = offering["InstanceType"]
            offerings[name] = offerings.get(name, "") + letter
        yield region, offerings


def _instance_type_row(answer: Mapping[str, Any]) -> dict[str, Any] | None:
    architectures = answer["ProcessorInfo"]["SupportedArchitectures"]
    architecture = next((a for a in _NODE_ARCHITECTURES if a in architectures), None)
    if architecture is None:
        return None
    return {
        "name": answer["InstanceType"],
        "architecture": architecture,
        **_accelerator(answer),
        "vcpus": answer["VCpuInfo"]["DefaultVCpus"],
        "memory_mib": answer["MemoryInfo"]["SizeInMiB"],
        **_network(answer["NetworkInfo"]),
        "instance_store": _instance_store(answer.get("InstanceStorageInfo", {})),
        "usage_classes": answer["SupportedUsageClasses"],
        "placement_strategies": answer["PlacementGroupInfo"]["SupportedStrategies"],
        "source": "ec2",
    }


def _accelerator(answer: Mapping[str, Any]) -> Row:
    gpus = answer.get("GpuInfo", {}).get("Gpus", [])
    neuron = answer.get("NeuronInfo", {}).get("NeuronDevices", [])
    other = any(key in answer for key in _OTHER_ACCELERATORS)
    kind, count = "other" if other else "none", int(other)
    if gpus:
        kind = "nvidia" if all(gpu["Manufacturer"] == "NVIDIA" for gpu in gpus) else "other"
        # A share of a GPU counts as none of them, and as one logical one.
        count = sum(gpu["Count"] or gpu["LogicalGpuCount"] for gpu in gpus)
    elif neuron:
        kind, count = "neuron", sum(device["Count"] for device in neuron)
    device = next(iter([*gpus, *neuron]), None)
    core_info = (device or {}).get("CoreInfo")
    return {
        "accelerator": kind,
        "accelerator_model": device and device["Name"],
        "accelerator_memory_mib": device and device["MemoryInfo"]["SizeInMiB"],
        "accelerator_count": count,
        "accelerator_cores": core_info and core_info["Count"],
    }


def _network(info: Mapping[str, Any]) -> Row:
    cards = sorted(info["NetworkCards"], key=lambda card: card["NetworkCardIndex"])
    kinds = [(card["MaximumNetworkInterfaces"], _interface_types(card)) for card in cards]
    most_efa = info.get("EfaInfo", {}).get("MaximumEfaInterfaces", 0)
    with_efa = [index for index, (_, types) in enumerate(kinds) if "efa" in types][:most_efa]
    return {
        "network_cards": [
            {"count": len(list(alike)), "interfaces": interfaces, "types": types}
            for (interfaces, types), alike in groupby(kinds)
        ],
        "efa_interfaces": most_efa,
        "efa_cards": with_efa,
        # Room for an address beside EFA, on cards other than the first.
        "more_ip_cards": [
            index
            for index, (interfaces, types) in enumerate(kinds)
            if index in with_efa and index > 0 and interfaces > 1 and "ena" in types
        ],
        "ipv4_per_interface": info["Ipv4AddressesPerInterface"],
    }


def _interface_types(card: Mapping[str, Any]) -> list[str]:
    names = {"interface": "ena", "efa": "efa"}
    return [name for answer, name in names.items() if answer in card["InterfaceTypes"]]


def _instance_store(info: Mapping[str, Any]) -> Row | None:
    disks = info.get("Disks", [])
    # Older disks are no NVMe devices, and nothing sets those up.
    if len(disks) != 1 or info.get("NvmeSupport") != "required":
        return None
    return {"disks": disks[0]["Count"], "disk_size_gb": disks[0]["SizeInGB"]}


def _resources() -> Path:
    package = importlib.util.find_spec("moto")
    if package is None or package.origin is None:
        message = "moto is not installed: run make setup"
        raise SystemExit(message)
    return Path(package.origin).parent / "ec2" / "resources"


def _read(path: Path) -> Any:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def _additions() -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(_ADDITIONS.read_text(encoding="utf-8"))
    return read


def _write(name: str, rows: Iterable[Row]) -> None:
    release = importlib.metadata.version("moto")
    answered = _additions()["answered"].get(release)
    if answered is None:
        message = f"say in {_ADDITIONS.name} of which month the answers in moto {release} are"
        raise SystemExit(message)
    head = f'"source": "AWS EC2 API answers in moto {release}",\n"answered": "{answered}",\n'
    lines = ",\n".join(json.dumps(row) for row in rows)
    text = f'{{\n{head}"rows": [\n{lines}\n]\n}}\n'
    (CATALOG / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
