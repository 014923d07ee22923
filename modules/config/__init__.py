"""What a cluster file may say, and reading one."""

from modules.config.cluster import ClusterConfig
from modules.config.problems import ClusterFileError, FileProblem, Problem
from modules.config.reading.files import cluster_files
from modules.config.reading.load import (
    ReadCluster,
    load_cluster,
    load_clusters,
    load_state_bucket,
    read_cluster,
)
from modules.config.rules import warnings_for
from modules.config.sections.access import AccessConfig
from modules.config.sections.add_on import AddOnConfig, PodIdentityConfig
from modules.config.sections.capacity import CapacityConfig, ScheduledStartConfig
from modules.config.sections.control_plane import ControlPlaneConfig, IamConfig
from modules.config.sections.efa import EfaConfig
from modules.config.sections.encryption import EncryptionConfig
from modules.config.sections.hardware import (
    AcceleratorConfig,
    HardwareConfig,
    InstanceStoreConfig,
    NetworkCardsConfig,
)
from modules.config.sections.network import ExistingNetworkConfig, NetworkConfig
from modules.config.sections.node_group import NodeGroupConfig
from modules.config.sections.scaling import ScalingConfig
from modules.config.sections.service_account import ServiceAccountConfig
from modules.config.sections.state import StateConfig
from modules.config.sections.state_bucket import StateBucketConfig
from modules.config.sections.taint import TaintConfig
from modules.config.sections.update import NodeRepairConfig, RepairOverrideConfig, UpdateConfig
from modules.config.sections.user_data import UserDataPartConfig
from modules.config.sections.volume import VolumeConfig

__all__ = [
    "AcceleratorConfig",
    "AccessConfig",
    "AddOnConfig",
    "CapacityConfig",
    "ClusterConfig",
    "ClusterFileError",
    "ControlPlaneConfig",
    "EfaConfig",
    "EncryptionConfig",
    "ExistingNetworkConfig",
    "FileProblem",
    "HardwareConfig",
    "IamConfig",
    "InstanceStoreConfig",
    "NetworkCardsConfig",
    "NetworkConfig",
    "NodeGroupConfig",
    "NodeRepairConfig",
    "PodIdentityConfig",
    "Problem",
    "ReadCluster",
    "RepairOverrideConfig",
    "ScalingConfig",
    "ScheduledStartConfig",
    "ServiceAccountConfig",
    "StateBucketConfig",
    "StateConfig",
    "TaintConfig",
    "UpdateConfig",
    "UserDataPartConfig",
    "VolumeConfig",
    "cluster_files",
    "load_cluster",
    "load_clusters",
    "load_state_bucket",
    "read_cluster",
    "warnings_for",
]
