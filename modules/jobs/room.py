"""What a node has for a job, beside what runs on every node."""

from dataclasses import dataclass

from modules.catalog.device_plugins import DEVICE_PLUGINS
from modules.catalog.workloads import Requests
from modules.config import ClusterConfig
from modules.config.derived.daemons import daemons_on
from modules.config.derived.nodes import nodes_of
from modules.planning.nodes.node import Node
from modules.planning.nodes.quantities import amount, milli

#: What is left alone besides, where nobody says how much a pod shall have: for daemon sets that
#: were installed by hand, and for releases of add-ons that ask for more than the catalog knows of.
#: An estimate.
MARGIN = Requests(cpu_milli=1000, memory_mib=1024, source="an estimate")

_MIB = 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a node has for a job.

    Attributes:
        node: The node.
        cpu_milli_taken: What daemon sets and device plugins ask for, in thousandths.
        memory_mib_taken: What they ask for, in MiB.
    """

    node: Node
    cpu_milli_taken: int
    memory_mib_taken: int

    @property
    def cpu_milli(self) -> int:
        """Thousandths of processors that a pod may ask for."""
        return max(0, milli(self.node.left_for_pods["cpu"]) - self.cpu_milli_taken)

    @property
    def memory_mib(self) -> int:
        """Memory that a pod may ask for, in MiB."""
        left = int(amount(self.node.left_for_pods["memory"]) / _MIB)
        return max(0, left - self.memory_mib_taken)

    def of_cpu(self) -> str:
        """Tell how the processors come about."""
        return self._told("cpu", f"{self.cpu_milli}m", f"{self.cpu_milli_taken}m")

    def of_memory(self) -> str:
        """Tell how the memory comes about."""
        return self._told("memory", f"{self.memory_mib}Mi", f"{self.memory_mib_taken}Mi")

    def _told(self, resource: str, left: str, taken: str) -> str:
        share = self.node.shares[resource]
        kept = [*share.kept.items(), ("daemon sets and device plugins", taken)]
        without = ", ".join(f"{much} for {what}" for what, much in kept)
        name = self.node.makings.types[0].name
        return f"{left} is there: {share.whole} of {name}, without {without}"


def room_on(cluster: ClusterConfig, group: str) -> Room:
    """Work out what the nodes of a group have for a job.

    Daemon sets that the group's taints keep away take nothing.
    """
    node = nodes_of(cluster)[group]
    daemons = [d.workload.requests for d in daemons_on(cluster, group) if not d.kept_away_by]
    plugins = [p.requests for name, p in DEVICE_PLUGINS.items() if name in node.devices]
    known = [requests for requests in (*daemons, *plugins) if requests is not None]
    return Room(
        node=node,
        cpu_milli_taken=sum(requests.cpu_milli for requests in known),
        memory_mib_taken=sum(requests.memory_mib for requests in known),
    )
