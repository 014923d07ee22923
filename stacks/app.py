"""All stacks of a run."""

from collections.abc import Sequence

from cdktf import App

from modules.config import ClusterConfig, StateBucketConfig
from stacks.state_bucket import StateBucketStack
from stacks.training_cluster import TrainingCluster


def build_app(clusters: Sequence[ClusterConfig], outdir: str | None = None) -> App:
    """Build the stacks of validated clusters, one each, named after them.

    Args:
        clusters: Clusters with names that differ.
        outdir: Folder for the output; None for ``CDKTF_OUTDIR``, which the cdktf CLI sets, or
            ``cdktf.out``.
    """
    app = App(outdir=outdir)
    for cluster in sorted(clusters, key=lambda cluster: cluster.name):
        TrainingCluster(app, cluster)
    return app


def build_state_bucket(config: StateBucketConfig, outdir: str | None = None) -> App:
    """Build the stack of a state bucket.

    Args:
        config: The bucket.
        outdir: As of `build_app`.
    """
    app = App(outdir=outdir)
    StateBucketStack(app, config)
    return app
