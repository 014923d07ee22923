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
            f"{wanted} is older than {running}, which runs now; EKS has no way back: "
            f'write "{running}" or newer',
            also=also,
        )
    elif steps > 1:
        yield Problem(
            ("kubernetes_version",),
            f"{wanted} is {steps} minor versions from {running}, which runs now; EKS upgrades one "
            f'at a time: write "1.{minor(running) + 1}", apply it, and go on from there',
            also=also,
        )


RULES = (_upgrades_one_version_at_a_time,)
