"""Inputs of the Lustre file systems of a cluster."""

from collections.abc import Iterator, Mapping, Sequence

from cdktf import ITerraformDependable

from modules.catalog.lustre import PORTS, VERSION
from modules.config import ClusterConfig
from modules.config.derived.buckets import bucket_name
from modules.planning.names import link_id
from modules.refs import ClusterRef, NetworkRef
from modules.storage.lustre import LinkProps, LustreProps
from modules.storage.lustre_security_group import LustreSecurityGroupProps
from stacks.props.target import Target

_PERSISTENT = "persistent_2"


def _security_group(
    cluster: ClusterConfig,
    name: str,
    *,
    network: NetworkRef,
    nodes: ClusterRef,
    efa_group_id: str | None,
) -> LustreSecurityGroupProps:
    return LustreSecurityGroupProps(
        vpc_id=network.vpc_id,
        name=f"{cluster.name}-{name}-lustre",
        nodes_security_group_id=nodes.security_group_id,
        efa_security_group_id=efa_group_id if cluster.storage.lustre[name].efa else None,
        ports=PORTS,
    )


def lustre_props(
    target: Target,
    name: str,
    *,
    network: NetworkRef,
    nodes: ClusterRef,
    efa_group_id: str | None,
    key_arn: str | None,
    bucket_names: Mapping[str, str],
    after: Sequence[ITerraformDependable],
) -> LustreProps:
    """Describe a file system.

    Args:
        target: The cluster.
        name: What the file calls it.
        network: Where it is.
        nodes: Whose nodes reach it.
        efa_group_id: Group of the nodes with EFA; None where there are none.
        key_arn: The cluster's key of file systems; None where none uses it.
        bucket_names: Names of the buckets that are made, known once they are there.
        after: That key, which must not go before a file system has.
    """
    lustre = target.cluster.storage.lustre[name]
    is_persistent = lustre.deployment == _PERSISTENT
    has_backups = is_persistent and not lustre.linked
    return LustreProps(
        name=f"{target.cluster.name}-{name}",
        subnet_id=network.private_subnet_ids[lustre.availability_zone],
        security_group=_security_group(
            target.cluster, name, network=network, nodes=nodes, efa_group_id=efa_group_id
        ),
        capacity_gib=lustre.capacity_gib,
        deployment_type=lustre.deployment.upper(),
        version=VERSION,
        throughput_mibps_per_tib=lustre.throughput_mibps_per_tib,
        metadata_iops=lustre.metadata_iops,
        has_metadata_settings=is_persistent,
        efa=lustre.efa if is_persistent else None,
        key_arn=(lustre.kms_key_arn or key_arn) if is_persistent else None,
        backup_retention_days=lustre.backup_retention_days if has_backups else None,
        is_protected=not lustre.delete_with_files,
        links=[*_links(target, name, bucket_names)],
        after=after,
    )


def _links(target: Target, name: str, bucket_names: Mapping[str, str]) -> Iterator[LinkProps]:
    for link in target.cluster.storage.lustre[name].linked:
        made = bucket_names.get(link.bucket)
        bucket = made or bucket_name(target.cluster, link.bucket, target.account_id)
        yield LinkProps(
            id=link_id(link.path),
            path=link.path,
            repository=f"s3://{bucket}" + (f"/{link.prefix}" if link.prefix else ""),
            imports=sorted(event.upper() for event in link.imported),
            exports=sorted(event.upper() for event in link.export),
        )
