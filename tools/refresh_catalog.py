"""Write the catalog's instance types and regions anew from what AWS answered.

moto carries AWS's own answers to DescribeInstanceTypes and DescribeInstanceTypeOfferings. Run this
after moving the locked release of moto, and review the difference like code:

    .venv/bin/python -m tools.refresh_catalog
"""

import gzip
import importlib.metadata
import importlib.util
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

CATALOG = Path(__file__).parents[1] / "modules" / "catalog"
_NODE_ARCHITECTURES = ("x86_64", "arm64")
#: Keys of an answer that tell of a device nodes cannot use through EKS's own AMIs.
_OTHER_ACCELERATORS = ("FpgaInfo", "MediaAcceleratorInfo", "InferenceAcceleratorInfo")

#: Zones that the account behind the answers does not see but others do; last, because the order of
#: zones decides their addresses.
#: Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
_ZONES_OF_OTHER_ACCOUNTS = {
    "ap-northeast-1": ["ap-northeast-1b"],
    "us-west-1": ["us-west-1c"],
}

Row = Mapping[str, object]


def main() -> None:
    """Write both files."""
    _write("instance_types.json", instance_type_rows())
    _write("regions.json", region_rows())


def instance_type_rows() -> list[Row]:
    """Give a row for every instance type that runs Linux on x86-64 or Arm."""
    answers = _read(_resources() / "instance_types.json.gz")
    rows = (_instance_type_row(answer) for answer in answers.values())
    return sorted((row for row in rows if row is not None), key=lambda row: str(row["name"]))


def region_rows() -> list[Row]:
    """Give a row for every region, with its zones in alphabetical order, then further ones."""
    folder = _resources() / "instance_type_offerings" / "availability-zone"
    return [_region_row(path.name.partition(".")[0], path) for path in sorted(folder.iterdir())]


def _region_row(name: str, offerings: Path) -> Row:
    seen = sorted({offering["Location"] for offering in _read(offerings)})
    return {"name": name, "zones": seen + _ZONES_OF_OTHER_ACCOUNTS.get(name, [])}


def _instance_type_row(answer: Mapping[str, Any]) -> Row | None:
    architectures = answer["ProcessorInfo"]["SupportedArchitectures"]
    architecture = next((a for a in _NODE_ARCHITECTURES if a in architectures), None)
    if architecture is None:
        return None
    kind, count = _accelerator(answer)
    return {
        "name": answer["InstanceType"],
        "architecture": architecture,
        "accelerator": kind,
        "accelerator_count": count,
        "vcpus": answer["VCpuInfo"]["DefaultVCpus"],
        "memory_mib": answer["MemoryInfo"]["SizeInMiB"],
    }


def _accelerator(answer: Mapping[str, Any]) -> tuple[str, int]:
    gpus = answer.get("GpuInfo", {}).get("Gpus", [])
    if gpus:
        nvidia = all(gpu["Manufacturer"] == "NVIDIA" for gpu in gpus)
        # A share of a GPU counts as none of them, and as one logical one.
        count = sum(gpu["Count"] or gpu["LogicalGpuCount"] for gpu in gpus)
        return "nvidia" if nvidia else "other", count
    neuron = answer.get("NeuronInfo", {}).get("NeuronDevices", [])
    if neuron:
        return "neuron", sum(device["Count"] for device in neuron)
    return ("other", 1) if any(key in answer for key in _OTHER_ACCELERATORS) else ("none", 0)


def _resources() -> Path:
    package = importlib.util.find_spec("moto")
    if package is None or package.origin is None:
        message = "moto is not installed: run make setup"
        raise SystemExit(message)
    return Path(package.origin).parent / "ec2" / "resources"


def _read(path: Path) -> Any:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def _write(name: str, rows: Iterable[Row]) -> None:
    source = f"AWS EC2 API answers in moto {importlib.metadata.version('moto')}"
    lines = ",\n".join(json.dumps(row) for row in rows)
    text = f'{{\n"source": {json.dumps(source)},\n"rows": [\n{lines}\n]\n}}\n'
    (CATALOG / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
