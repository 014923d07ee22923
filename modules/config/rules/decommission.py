"""Rules of clusters that are to go."""

from collections.abc import Iterator

from modules.config.problems import Problem
from modules.config.sections.cluster import ClusterSections


def _protection_is_off_before_the_end(cluster: ClusterSections) -> Iterator[Problem]:
    if cluster.decommission and cluster.control_plane.deletion_protection:
        yield Problem(
            ("decommission",),
            "EKS deletes no cluster under control_plane.deletion_protection; write "
            "deletion_protection: false, apply that, and decommission the cluster afterwards",
            also=(("control_plane", "deletion_protection"),),
        )


def _all_of_it_goes(cluster: ClusterSections) -> Iterator[Problem]:
    if cluster.decommission:
        yield Problem(
            ("decommission",),
            "the next plan destroys the cluster and all that belongs to it; delete first what "
            "Kubernetes made in AWS, as load balancers and volumes, which Terraform does not know",
        )


RULES = (_protection_is_off_before_the_end,)
WARNINGS = (_all_of_it_goes,)
