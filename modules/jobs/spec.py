"""What somebody asks of a training job."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Flavor = Literal["indexed-job", "jobset"]
#: How often a job starts again, unless told otherwise.
RESTARTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSpec:
    """A training job: one pod on each of some nodes of one group.

    Attributes:
        name: Its name in Kubernetes.
        group: The node group.
        nodes: How many nodes.
        image: The container image.
        command: What runs in each pod: a program and its arguments, to the letter.
        flavor: The kind of Kubernetes object.
        namespace: The namespace; None for the one kubectl is set to.
        environment: Environment variables, to the letter; they win over ours.
        processes: Processes for torchrun to start on a node; None for one per accelerator core.
        cpu: Processors of a pod, as Kubernetes writes them; None for what a node has left.
        memory: Memory of a pod; None for what a node has left.
        shared_memory: Size of ``/dev/shm``, out of the memory; None for half of that.
        efa: Whether it has EFA; None to have it where there is some and more than one node.
        restarts: How often the whole job may start again after a failure.
        queue: The local queue of Kueue, or None.
        priority_class: The priority class, or None.
        service_account: The service account, or None for the namespace's own.
    """

    name: str
    group: str
    nodes: int
    image: str
    command: Sequence[str]
    flavor: Flavor = "indexed-job"
    namespace: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    processes: int | None = None
    cpu: str | None = None
    memory: str | None = None
    shared_memory: str | None = None
    efa: bool | None = None
    restarts: int = RESTARTS
    queue: str | None = None
    priority_class: str | None = None
    service_account: str | None = None
