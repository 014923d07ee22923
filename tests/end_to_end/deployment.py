"""Clusters deployed to an emulator with real Terraform."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from embedded_aws.clients import EmbeddedAws
from embedded_aws.emulator import Emulator
from embedded_aws.provider_mirror import find_provider_mirror
from embedded_aws.terraform import Terraform, find_terraform
from embedded_aws.workspace import EmbeddedTarget, prepare_workspace
from modules.config import ClusterConfig
from modules.planning.changes.plans import Plan

ACCOUNT_ID = "111122223333"
_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """A cluster, where it is deployed, and how."""

    cluster: ClusterConfig
    aws: EmbeddedAws
    terraform: Terraform
    folder: Path

    def apply(self) -> Plan:
        """Apply the cluster, and give the plan that was carried out."""
        plan = self.terraform.plan()
        self.terraform.apply()
        return plan

    def changed_to(self, cluster: ClusterConfig) -> "Deployment":
        """Give the deployment with another cluster file in place of the last."""
        synthesize([cluster], self.folder)
        prepare(cluster, self.folder, self.aws.endpoint)
        return replace(self, cluster=cluster)

    def destroy(self) -> None:
        """Take everything down."""
        self.terraform.apply_unseen(destroy=True)


def deploy(clusters: Sequence[ClusterConfig], emulator: Emulator, folder: Path) -> list[Deployment]:
    """Synthesize and initialize clusters; nothing is applied yet."""
    synthesize(clusters, folder)
    deployments = []
    for cluster in clusters:
        terraform = prepare(cluster, folder, emulator.url)
        terraform.init()
        aws = EmbeddedAws(endpoint=emulator.url, account_id=ACCOUNT_ID, region=cluster.region)
        deployments.append(Deployment(cluster=cluster, aws=aws, terraform=terraform, folder=folder))
    return deployments


def synthesize(clusters: Sequence[ClusterConfig], folder: Path) -> None:
    """Synthesize clusters as main.py does."""
    # Late: whoever collects these tests without running them need not wait for cdktf.
    from stacks.app import build_app  # noqa: PLC0415

    build_app(clusters, outdir=str(folder / "cdktf.out")).synth()


def prepare(cluster: ClusterConfig, folder: Path, endpoint: str) -> Terraform:
    """Copy a cluster's stack to where Terraform works."""
    return prepare_workspace(
        folder / "cdktf.out" / "stacks" / cluster.name,
        folder / cluster.name,
        EmbeddedTarget(endpoint=endpoint, account_id=ACCOUNT_ID),
        terraform=find_terraform(),
        mirror=find_provider_mirror(),
        plugin_cache=folder / "plugins",
    )


def at_once(work: Iterable[Callable[[], object]], *, most: int = _AT_ONCE) -> None:
    """Do several things at the same time; Terraform mostly waits."""
    with ThreadPoolExecutor(max_workers=most) as pool:
        for done in [pool.submit(each) for each in work]:
            done.result()
