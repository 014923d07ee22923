"""The options of ``trainyard job``."""

from enum import Enum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from cli.exit_codes import exit_code

# Imports what it needs when it runs, as the other commands do.
# ruff: noqa: PLC0415


class Flavor(str, Enum):
    """Kinds of Kubernetes objects."""

    indexed_job = "indexed-job"
    jobset = "jobset"


_File: TypeAlias = Annotated[Path, typer.Argument(metavar="FILE", help="Cluster file")]
_Command: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(metavar="-- COMMAND...", help="What runs in each pod, to the letter"),
]
_Nodes: TypeAlias = Annotated[int, typer.Option(min=1, help="Nodes of the group; a pod on each")]
_Flavor: TypeAlias = Annotated[
    Flavor, typer.Option(help="Job of Kubernetes itself, or one that needs the JobSet operator")
]
_Env: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--env", metavar="NAME=VALUE", help="Variable, to the letter; repeatable"),
]
_Efa: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--efa/--no-efa", help="EFA; if left out, where there is some and more than one node"
    ),
]
_Processes: TypeAlias = Annotated[
    int | None,
    typer.Option(min=1, help="Processes of torchrun on a node; one per GPU or Neuron core"),
]
_Cpu: TypeAlias = Annotated[str | None, typer.Option(help="Processors of a pod; all that are left")]
_Memory: TypeAlias = Annotated[str | None, typer.Option(help="Memory of a pod; all that is left")]
_SharedMemory: TypeAlias = Annotated[
    str | None, typer.Option(help="Most of /dev/shm, out of the memory; half of it")
]
_Restarts: TypeAlias = Annotated[
    int, typer.Option(min=0, max=1000, help="Times the job may start again after failures")
]
_Output: TypeAlias = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Where to write; standard output")
]
_Context: TypeAlias = Annotated[
    str | None, typer.Option(help="Context of kubectl; the cluster's name")
]


def job(
    file: _File,
    command: _Command = None,
    *,
    group: Annotated[str, typer.Option(help="Node group")],
    image: Annotated[str, typer.Option(help="Container image")],
    nodes: _Nodes = 1,
    flavor: _Flavor = Flavor.indexed_job,
    name: Annotated[str | None, typer.Option(help="Name of the job; train-GROUP")] = None,
    namespace: Annotated[str | None, typer.Option(help="Namespace; kubectl's own")] = None,
    env: _Env = None,
    efa: _Efa = None,
    processes: _Processes = None,
    cpu: _Cpu = None,
    memory: _Memory = None,
    shared_memory: _SharedMemory = None,
    restarts: _Restarts = 3,
    queue: Annotated[str | None, typer.Option(help="Local queue of Kueue")] = None,
    priority_class: Annotated[str | None, typer.Option(help="Priority class")] = None,
    service_account: Annotated[str | None, typer.Option(help="Service account")] = None,
    output: _Output = None,
    apply: Annotated[bool, typer.Option("--apply", help="Apply it with kubectl")] = False,
    context: _Context = None,
) -> None:
    """Write a training job for a node group: a manifest that fits its nodes, on standard output.

    Selector, tolerations, devices, memory and environment follow from the cluster file; what does
    not fit is refused, with the arithmetic.
    """

    def run() -> None:
        from cli.job.run import environment_of
        from cli.job.run import job as run_job
        from modules.jobs.names import name_for
        from modules.jobs.spec import JobSpec

        spec = JobSpec(
            name=name_for(group) if name is None else name,
            group=group,
            nodes=nodes,
            image=image,
            command=tuple(command or ()),
            flavor=flavor.value,
            namespace=namespace,
            environment=environment_of(env or ()),
            processes=processes,
            cpu=cpu,
            memory=memory,
            shared_memory=shared_memory,
            efa=efa,
            restarts=restarts,
            queue=queue,
            priority_class=priority_class,
            service_account=service_account,
        )
        run_job(file, spec, output=output, context=context, run=apply)

    raise typer.Exit(exit_code(run))
