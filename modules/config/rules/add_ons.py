"""Rules of EKS add-ons."""

from collections.abc import Iterator

from modules.catalog.add_ons import ADD_ONS
from modules.catalog.nearest import nearest
from modules.config.derived.add_ons import pinned_release
from modules.config.derived.nodes import interfaces_of
from modules.config.problems import Problem
from modules.config.sections.cluster import ClusterSections

#: Source: https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html
_CNI_WITH_EFA_ONLY = (1, 18, 5)


def _add_ons_are_known(cluster: ClusterSections) -> Iterator[Problem]:
    for name, add_on in cluster.add_ons.items():
        facts = ADD_ONS.get(name)
        if facts is None and not add_on.unlisted:
            hint = nearest(name, ADD_ONS)
            yield Problem(
                ("add_ons", name),
                f"no add-on {name!r} in the catalog; "
                + (f"did you mean {hint!r}? " if hint else "")
                + "for one newer than the catalog add unlisted: true",
            )
        if facts is not None and not add_on.install and facts.needed_because is not None:
            yield Problem(
                ("add_ons", name, "install"),
                f"{name} cannot be left out: {facts.needed_because}; remove install: false",
            )


def _cni_knows_efa_only(cluster: ClusterSections) -> Iterator[Problem]:
    release = pinned_release(cluster, "vpc-cni")
    if release is None or release >= _CNI_WITH_EFA_ONLY:
        return
    for name, group in cluster.node_groups.items():
        if any(not interface.has_ip for interface in interfaces_of(group)):
            oldest = ".".join(str(part) for part in _CNI_WITH_EFA_ONLY)
            yield Problem(
                ("add_ons", "vpc-cni", "version"),
                f"the VPC CNI must be v{oldest} or newer for the EFA interfaces without IP of "
                f"{name}; write a newer version, or default",
                also=(("node_groups", name, "efa"),),
            )
            return


RULES = (
    _add_ons_are_known,
    _cni_knows_efa_only,
)
