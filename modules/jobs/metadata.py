"""Names and labels of the objects of a job."""

from collections.abc import Mapping

from modules.jobs.spec import JobSpec

#: Source: https://kueue.sigs.k8s.io/docs/reference/labels-and-annotations/
_QUEUE = "kueue.x-k8s.io/queue-name"


def metadata(spec: JobSpec, *, queued: bool) -> Mapping[str, object]:
    """Write the metadata of an object.

    Args:
        spec: The job.
        queued: Whether it is what Kueue lets run.
    """
    namespace = {} if spec.namespace is None else {"namespace": spec.namespace}
    labels = {"labels": {_QUEUE: spec.queue}} if queued and spec.queue is not None else {}
    return {"name": spec.name, **namespace, **labels}
