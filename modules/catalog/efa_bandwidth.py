"""What the Elastic Fabric Adapters of an instance carry together."""

from collections.abc import Mapping
from types import MappingProxyType

_BY_GBPS = {
    35: "g6e.16xlarge",
    40: "g5.12xlarge g6.12xlarge",
    50: "g4dn.8xlarge g4dn.12xlarge g4dn.16xlarge g5.24xlarge g6.24xlarge",
    100: "dl2q.24xlarge f2.48xlarge g4dn.metal g5.48xlarge g6.48xlarge g6e.12xlarge g7.8xlarge"
    " g7e.8xlarge inf1.24xlarge p3dn.24xlarge p5.4xlarge",
    175: "g7.12xlarge",
    200: "g6e.24xlarge trn2.3xlarge",
    350: "g7.24xlarge",
    400: "g6e.48xlarge g7e.12xlarge p4d.24xlarge p4de.24xlarge",
    700: "g7.48xlarge",
    800: "g7e.24xlarge trn1.32xlarge",
    # Of p6e-gb200 the network carries 3,200, and the four adapters that nodes get half of that:
    # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html, 2026-11.
    1600: "g7e.48xlarge trn1n.32xlarge p6e-gb200.36xlarge",
    3200: "p5.48xlarge p5e.48xlarge p5en.48xlarge p6-b200.48xlarge trn2.48xlarge trn2u.48xlarge",
    6400: "p6-b300.48xlarge",
}

#: Gigabits in a second, by instance type with accelerators: the bandwidth of its network, which all
#: adapters have together. Types that are not here: not known.
#: Source: DescribeInstanceTypes, as kept by karpenter-provider-aws in
#: pkg/providers/instancetype/zz_generated.bandwidth.go (01a436f), 2026-11.
EFA_BANDWIDTH_GBPS: Mapping[str, int] = MappingProxyType(
    {name: gbps for gbps, names in _BY_GBPS.items() for name in names.split()}
)
