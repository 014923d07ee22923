"""Nodes for tests, from the names of their instance types."""

from collections.abc import Mapping, Sequence

from modules.catalog.ami_types import ami_type_facts, default_ami_type
from modules.catalog.instance_types import instance_type_facts
from modules.planning.nodes.cni import CniSettings
from modules.planning.nodes.network_interfaces import EfaLayout, interface_layout
from modules.planning.nodes.node import Node, NodeMakings, describe
from modules.planning.nodes.reservations import KubeletReservations
from modules.planning.nodes.resources import Storage
from modules.planning.nodes.taints import Taint


def described(
    *names: str,
    efa: EfaLayout | None = None,
    ami_type: str | None = None,
    cni: Mapping[str, int | bool] | None = None,
    labels: Mapping[str, str | None] | None = None,
    taints: Sequence[Taint] | None = None,
    on_instance_store: bool = False,
    most_pods: int | None = None,
    huge_pages_2mib: int | None = None,
    reservations: KubeletReservations | None = None,
) -> Node:
    """Describe a node whose AMI is the default one."""
    types = [instance_type_facts(name) for name in names]
    default = default_ami_type(types[0].architecture, types[0].accelerator)
    return describe(
        NodeMakings(
            types=types,
            ami=ami_type_facts(ami_type or default or "AL2023_x86_64_STANDARD"),
            interfaces=[] if efa is None else interface_layout(types[0], efa),
            storage=Storage(volume_size_gib=200, on_instance_store=on_instance_store),
            cni=CniSettings(**(cni or {})),  # type: ignore[arg-type]
            labels=labels or {},
            taints=taints,
            most_pods=most_pods,
            huge_pages_2mib=huge_pages_2mib,
            reservations=reservations or KubeletReservations(),
        )
    )
