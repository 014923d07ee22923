"""What FSx for Lustre allows, and which instances reach it by EFA.

Compared with the sources on 2026-11-25.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

#: The smallest file system, in GiB; after it come multiples of the step.
#: Source: https://docs.aws.amazon.com/fsx/latest/APIReference/API_CreateFileSystem.html
SMALLEST_GIB = 1200
STEP_GIB = 2400
#: Source: the same
THROUGHPUTS_MIBPS_PER_TIB = (125, 250, 500, 1000)
#: A file system with EFA is a multiple of what its throughput for each TiB says, in GiB.
#: Source: https://docs.aws.amazon.com/fsx/latest/LustreGuide/increase-storage-capacity.html
EFA_STEP_GIB: Mapping[int, int] = MappingProxyType({125: 38400, 250: 19200, 500: 9600, 1000: 4800})
#: Metadata operations in a second: these, and above them multiples of the last up to the most.
#: Source: https://docs.aws.amazon.com/fsx/latest/APIReference/API_CreateFileSystemLustreMetadataConfiguration.html
METADATA_IOPS = (1500, 3000, 6000, 12000)
MOST_METADATA_IOPS = 192_000
#: Source: https://docs.aws.amazon.com/fsx/latest/APIReference/API_CreateFileSystemLustreConfiguration.html
MOST_BACKUP_DAYS = 90
#: Source: https://docs.aws.amazon.com/fsx/latest/LustreGuide/create-dra-linked-data-repo.html
MOST_LINKS = 8
#: Ports of Lustre, by TCP, from and to clients and other servers.
#: Source: https://docs.aws.amazon.com/fsx/latest/LustreGuide/limit-access-security-groups.html
PORTS: Sequence[tuple[int, int]] = ((988, 988), (1018, 1023))
#: All file systems have it here: links to buckets need 2.12, and EFA needs 2.15.
#: Source: https://docs.aws.amazon.com/fsx/latest/LustreGuide/overview-dra-data-repo.html
VERSION = "2.15"

#: Families with EFA interfaces that do not reach a file system by EFA, and why. It takes the fourth
#: Nitro generation, without Trainium2.
#: Source: https://docs.aws.amazon.com/fsx/latest/LustreGuide/efa-file-systems.html; generations:
#: https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html
_THIRD = "are of the third Nitro generation, and FSx takes the fourth"
_THIRD_GENERATION = (
    *("c5n", "dl2q", "g4dn", "g5", "i3en", "inf1", "m5dn", "m5n", "m5zn"),
    *("p3dn", "p4d", "p4de", "r5dn", "r5n", "vt1", "x2iezn"),
)
NO_EFA_CLIENTS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(_THIRD_GENERATION, _THIRD),
        **dict.fromkeys(("trn2", "trn2u"), "are those that FSx leaves out"),
    }
)


def smallest_above(capacity_gib: int, step_gib: int, smallest_gib: int) -> int:
    """Give the next capacity that FSx makes.

    Args:
        capacity_gib: What was asked for.
        step_gib: What capacities are multiples of.
        smallest_gib: The one that may be smaller.
    """
    if capacity_gib <= smallest_gib:
        return smallest_gib
    return -(-capacity_gib // step_gib) * step_gib


def is_capacity(capacity_gib: int) -> bool:
    """Whether FSx makes a file system of a size, EFA apart."""
    return capacity_gib == smallest_above(capacity_gib, STEP_GIB, SMALLEST_GIB)


def is_metadata_iops(iops: int) -> bool:
    """Whether FSx provisions so many metadata operations."""
    last = METADATA_IOPS[-1]
    return iops in METADATA_IOPS or (iops % last == 0 and last <= iops <= MOST_METADATA_IOPS)
