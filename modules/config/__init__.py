"""What a cluster file may say, and reading one."""

from modules.config.access import AccessConfig
from modules.config.add_on import AddOnConfig, PodIdentityConfig
from modules.config.cluster import ClusterConfig
from modules.config.control_plane import ControlPlaneConfig, IamConfig
from modules.config.load import load_cluster, load_clusters
from modules.config.network import ExistingNetworkConfig, NetworkConfig
from modules.config.node_group import (
    CapacityConfig,
    NodeGroupConfig,
    NodeRepairConfig,
    ScalingConfig,
    TaintConfig,
    UpdateConfig,
    VolumeConfig,
)
from modules.config.problems import ClusterFileError, FileProblem, Problem
from modules.config.rules import warnings_for
from modules.config.state import StateConfig

__all__ = [
    "AccessConfig",
    "AddOnConfig",
    "CapacityConfig",
    "ClusterConfig",
    "ClusterFileError",
    "ControlPlaneConfig",
    "ExistingNetworkConfig",
    "FileProblem",
    "IamConfig",
    "NetworkConfig",
    "NodeGroupConfig",
    "NodeRepairConfig",
    "PodIdentityConfig",
    "Problem",
    "ScalingConfig",
    "StateConfig",
    "TaintConfig",
    "UpdateConfig",
    "VolumeConfig",
    "load_cluster",
    "load_clusters",
    "warnings_for",
]
