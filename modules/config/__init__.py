"""What a cluster file may say, and reading one."""

from modules.config.access import AccessConfig
from modules.config.add_on import AddOnConfig, PodIdentityConfig
from modules.config.capacity import CapacityConfig, ScheduledStartConfig
from modules.config.cluster import ClusterConfig
from modules.config.cluster_warnings import warnings_for
from modules.config.control_plane import ControlPlaneConfig, IamConfig
from modules.config.efa import EfaConfig
from modules.config.encryption import EncryptionConfig
from modules.config.hardware import (
    AcceleratorConfig,
    HardwareConfig,
    InstanceStoreConfig,
    NetworkCardsConfig,
)
from modules.config.load import load_cluster, load_clusters, load_state_bucket
from modules.config.network import ExistingNetworkConfig, NetworkConfig
from modules.config.node_group import NodeGroupConfig
from modules.config.problems import ClusterFileError, FileProblem, Problem
from modules.config.scaling import ScalingConfig
from modules.config.state import StateConfig
from modules.config.state_bucket import StateBucketConfig
from modules.config.taint import TaintConfig
from modules.config.update import NodeRepairConfig, RepairOverrideConfig, UpdateConfig
from modules.config.user_data import UserDataPartConfig
from modules.config.volume import VolumeConfig

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
    "RepairOverrideConfig",
    "ScalingConfig",
    "ScheduledStartConfig",
    "StateBucketConfig",
    "StateConfig",
    "TaintConfig",
    "UpdateConfig",
    "UserDataPartConfig",
    "VolumeConfig",
    "load_cluster",
    "load_clusters",
    "load_state_bucket",
    "warnings_for",
]
