"""Rules of names that come together in Terraform addresses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from modules.catalog.add_ons import ADD_ONS
from modules.config.derived.add_ons import installed_add_ons
from modules.config.derived.buckets import made_buckets
from modules.config.derived.nodes import nodes_of
from modules.config.problems import Path, Problem, written
from modules.config.sections.cluster import ClusterSections
from modules.planning.names import autoscaling_tag_id, policy_key
from modules.planning.nodes.autoscaler_tags import autoscaler_tags
from modules.planning.terraform.addresses import address_name

#: Ids of what a bucket has beside it.
_PARTS_OF_A_BUCKET = (
    "lifecycle-configuration",
    "logging",
    "ownership-controls",
    "policy",
    "public-access-block",
    "server-side-encryption-configuration",
    "versioning",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Element:
    """Something of a stack whose address holds names of the file.

    Attributes:
        path: What of the file it is for.
        type: Type of the resource, or of the data source.
        class_name: Class of the binding.
        ids: Ids of the constructs down to it, below the stack.
    """

    path: Path
    type: str
    class_name: str
    ids: Sequence[str]

    @property
    def address(self) -> str:
        return f"{self.type}.{address_name(self.ids, self.class_name)}"


def _of_node_groups(cluster: ClusterSections) -> Iterator[_Element]:
    for name, group in cluster.node_groups.items():
        kinds: list[tuple[str, str, tuple[str, ...]]] = [
            ("aws_launch_template", "LaunchTemplate", ("launch-template", "launch-template")),
            ("aws_eks_node_group", "EksNodeGroup", ("eks-node-group",)),
        ]
        if group.makes_placement_group:
            kinds.append(("aws_placement_group", "PlacementGroup", ("placement-group",)))
        if group.capacity.scheduled_start is not None:
            schedule = ("autoscaling-schedule",)
            kinds.append(("aws_autoscaling_schedule", "AutoscalingSchedule", schedule))
        for type_, class_name, ids in kinds:
            yield _Element(
                path=("node_groups", name),
                type=type_,
                class_name=class_name,
                ids=("node-groups", name, *ids),
            )


def _of_tags(cluster: ClusterSections) -> Iterator[_Element]:
    for name, node in nodes_of(cluster).items():
        if cluster.node_groups[name].scaling.owner == "autoscaler":
            # Two keys of one group that come together are another rule's.
            for id_ in sorted(
                {autoscaling_tag_id(key) for key in autoscaler_tags(node, group=name)}
            ):
                yield _Element(
                    path=("node_groups", name),
                    type="aws_autoscaling_group_tag",
                    class_name="AutoscalingGroupTagA",
                    ids=("node-groups", name, id_),
                )


def _of_add_ons(cluster: ClusterSections) -> Iterator[_Element]:
    for name in sorted(installed_add_ons(cluster)):
        path: Path = ("add_ons", name)
        yield _Element(
            path=path,
            type="aws_eks_addon",
            class_name="EksAddon",
            ids=("add-ons", name, "eks-addon"),
        )
        add_on = cluster.add_ons.get(name)
        if add_on is not None and add_on.version == "most_recent":
            yield _Element(
                path=path,
                type="data.aws_eks_addon_version",
                class_name="DataAwsEksAddonVersion",
                ids=("add-ons", name, "data-aws-eks-addon-version"),
            )
        for key in sorted(set(_policies(cluster, name))):
            yield _Element(
                path=path,
                type="aws_iam_role_policy_attachment",
                class_name="IamRolePolicyAttachment",
                ids=("iam", f"add-on_{name}", key),
            )


def _policies(cluster: ClusterSections, add_on: str) -> Sequence[str]:
    """Give the policies of an add-on's role, as addresses have them."""
    config, facts = cluster.add_ons.get(add_on), ADD_ONS.get(add_on)
    if config is not None and config.pod_identity is not None:
        return [policy_key(arn) for arn in config.pod_identity.policy_arns]
    return [] if facts is None else [policy_key(name) for name in facts.managed_policies]


def _of_buckets(cluster: ClusterSections) -> Iterator[_Element]:
    for name in made_buckets(cluster):
        for id_ in _PARTS_OF_A_BUCKET:
            words = id_.split("-")
            class_name = "".join(map(str.capitalize, words))
            yield _Element(
                path=("storage", "buckets", name),
                type=f"aws_s3_bucket_{'_'.join(words)}",
                class_name=f"S3Bucket{class_name}",
                ids=("storage-buckets", name, id_),
            )
        yield _Element(
            path=("storage", "buckets", name),
            type="aws_s3_bucket",
            class_name="S3Bucket",
            ids=("storage-buckets", name, "bucket"),
        )


def _addresses_are_distinct(cluster: ClusterSections) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for of in (_of_node_groups, _of_tags, _of_add_ons, _of_buckets):
        told: set[Path] = set()
        for element in of(cluster):
            other = first.setdefault(element.address, element.path)
            if other != element.path and element.path not in told:
                told.add(element.path)
                yield Problem(
                    element.path,
                    f"would have the Terraform address {element.address}, as {written(other)} has; "
                    "rename one of the two",
                    also=(other,),
                )


RULES = (_addresses_are_distinct,)
