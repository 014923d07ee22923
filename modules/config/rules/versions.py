"""Rules of Kubernetes versions."""

from collections.abc import Iterator

from modules.catalog.kubernetes_versions import minor
from modules.config.problems import Problem
from modules.config.sections.cluster import ClusterSections


def _upgrades_one_version_at_a_time(cluster: ClusterSections) -> Iterator[Problem]:
    running, wanted = cluster.running_kubernetes_version, cluster.kubernetes_version
    if running is None:
        return
    steps = minor(wanted) - minor(running)
    also = (("running_kubernetes_version",),)
    if steps < 0:
        yield Problem(
            ("kubernetes_version",),
            _way_back(cluster.name, running, steps),
            also=also,
        )
    elif steps > 1:
        yield Problem(
            ("kubernetes_version",),
            f"{wanted} is {steps} minor versions from {running}, which runs now; EKS upgrades one "
            f'at a time: write "1.{minor(running) + 1}", apply it, and go on from there',
            also=also,
        )


def _way_back(name: str, running: str, steps: int) -> str:
    """Say how a cluster gets an older version.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html, and
    https://github.com/hashicorp/terraform-provider-aws/issues/48751 for what Terraform lacks
    """
    older = f"1.{minor(running) + steps}"
    start = f'{older} is older than {running}, which runs now; write "{running}" or newer'
    if steps < -1:
        return f"{start}: EKS goes back one minor version at most"
    return (
        f"{start}: Terraform cannot go back. EKS can for 7 days after an upgrade, by aws eks "
        f"update-cluster-version --name {name} --kubernetes-version {older}; after that write "
        f'running_kubernetes_version: "{older}"'
    )


RULES = (_upgrades_one_version_at_a_time,)
