"""Scan Terraform's plans of cluster files with checkov: ``python -m tools.scan_plans [FILE...]``.

A plan tells what references stand for, which the synthesized JSON does not. It is made on the AWS
emulator; without files, of the demo and of the example with the most resources of those that skip
no check: a plan holds no comments, so what is skipped fails there.
"""

import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from cli.scan import scan_plans
from cli.synthesis import synthesize_all
from embedded_aws.emulator import Emulator, running_emulator
from embedded_aws.provider_mirror import find_provider_mirror
from embedded_aws.terraform import Terraform, find_terraform
from embedded_aws.workspace import EmbeddedTarget, prepare_workspace
from tools.commands import ROOT
from tools.scan import all_cluster_files

_DEMO = "demo"
#: Plays the account; see `EmbeddedTarget`.
_ACCOUNT_ID = "111122223333"


def main(arguments: Sequence[str]) -> int:
    """Return 1 when a check failed, else 0."""
    files = [Path(argument).resolve() for argument in arguments]
    with TemporaryDirectory() as name:
        folder = Path(name)
        synthesize_all(files or all_cluster_files(), folder)
        stacks = sorted(Path(folder, "cdktf.out", "stacks").iterdir())
        plans = write_plans(stacks if files else demo_and_largest(stacks), folder)
        return 1 if scan_plans(plans) else 0


def demo_and_largest(stacks: Sequence[Path]) -> list[Path]:
    """Choose the demo, and the one with the most resources of the others that skip no check."""
    demo = [stack for stack in stacks if stack.name == _DEMO]
    others = [stack for stack in stacks if stack.name != _DEMO and not _skips(stack)]
    return [*demo, max(others, key=_count_of_resources)]


def _skips(stack: Path) -> bool:
    return "checkov:skip=" in (stack / "cdk.tf.json").read_text(encoding="utf-8")


def _count_of_resources(stack: Path) -> int:
    document = json.loads((stack / "cdk.tf.json").read_text(encoding="utf-8"))
    return sum(len(named) for named in document["resource"].values())


def write_plans(stacks: Sequence[Path], folder: Path) -> list[Path]:
    """Plan stacks as new clusters, and give the plans as ``terraform show -json`` writes them."""
    with running_emulator() as emulator, ThreadPoolExecutor() as pool:
        # One after the other: they share the cache of providers.
        prepared = [_prepare(stack, folder, emulator) for stack in stacks]
        return list(pool.map(lambda terraform: _write_plan(terraform, folder), prepared))


def _prepare(stack: Path, folder: Path, emulator: Emulator) -> Terraform:
    mirror = find_provider_mirror()
    terraform = prepare_workspace(
        stack,
        folder / "plans" / stack.name,
        EmbeddedTarget(endpoint=emulator.url, account_id=_account_id(stack)),
        terraform=find_terraform(),
        mirror=mirror,
        plugin_cache=None if mirror else ROOT / ".trainyard" / "terraform-plugins",
    )
    terraform.init()
    return terraform


def _write_plan(terraform: Terraform, folder: Path) -> Path:
    terraform.plan()
    file = folder / f"{terraform.folder.name}.json"
    file.write_text(terraform.shown_plan(), encoding="utf-8")
    return file


def _account_id(stack: Path) -> str:
    """Give the account a stack insists on, or any."""
    document = json.loads((stack / "cdk.tf.json").read_text(encoding="utf-8"))
    (provider,) = document["provider"]["aws"]
    return str(provider.get("allowed_account_ids", [_ACCOUNT_ID])[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
