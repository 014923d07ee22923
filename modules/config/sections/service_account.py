"""Entries of the ``service_accounts`` section."""

from typing import Literal

from pydantic import Field

from modules.config.sections.iam_statements import StatementConfig
from modules.config.sections.kubernetes_strings import Namespace, ServiceAccountName
from modules.config.sections.model import Section
from modules.config.sections.strings import PolicyArn, StorageKey

#: Those of `modules.catalog.well_known_policies`; a test compares.
WellKnownPolicyWord = Literal["cluster_autoscaler", "aws_load_balancer_controller", "external_dns"]


class ServiceAccountConfig(Section):
    """A Kubernetes service account whose pods have a role of their own, by EKS Pod Identity.

    Left without policies and statements, its role may do what others let it, as a bucket's policy.
    """

    namespace: Namespace = Field(examples=["training"])
    """Kubernetes namespace of the service account. It need not be there yet."""

    name: ServiceAccountName | None = Field(default=None, examples=["checkpoint-writer"])
    """Name of the service account in Kubernetes; the key of this entry if left out."""

    well_known_policy: WellKnownPolicyWord | None = Field(
        default=None, examples=["cluster_autoscaler"]
    )
    """What a controller needs that many clusters run, which you install. ``cluster_autoscaler``:
    set the sizes of this cluster's node groups, for ``scaling: {owner: autoscaler}``.
    ``aws_load_balancer_controller``: load balancers with this cluster's tag, so that its
    ``--cluster-name`` must be the cluster's ``name``, and rules of any security group.
    ``external_dns``: records of every hosted zone of the account; name fewer in ``statements`` in
    its place. It calls Route 53, to which a private network has no VPC endpoint."""

    read: list[StorageKey] = Field(default=[], examples=[["datasets"]])
    """Buckets of ``storage.buckets`` whose objects it may list and read."""

    write: list[StorageKey] = Field(default=[], examples=[["checkpoints"]])
    """Buckets whose objects it may list, read, write and delete. What it deletes or overwrites
    stays as an old version, which it cannot delete."""

    policy_arns: list[PolicyArn] = Field(
        default=[], examples=[["arn:aws:iam::111122223333:policy/ReadTrainingData"]]
    )
    """Managed policies of its role."""

    statements: list[StatementConfig] = []
    """What its role may do beside, in a policy that lives and dies with the role."""
