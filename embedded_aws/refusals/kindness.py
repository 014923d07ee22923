"""What the emulator still takes though AWS refuses it, or though it would hurt there."""

#: By service; each is something a cluster file could run into.
KINDNESS: tuple[tuple[str, str], ...] = (
    (
        "all",
        "quotas, permissions (no policy is evaluated, no key policy either), and how long things "
        "take unless a test asks for it",
    ),
    (
        "ec2",
        "capacity other than that of reservations a test names; whether an instance type, AMI or "
        "reservation exists, or is offered in a zone",
    ),
    ("ec2", "addresses of a subnet never run out"),
    ("ec2", "a rule of a security group that exists is taken again, and is the same rule"),
    ("ec2", "security groups, subnets and roles of other accounts and of shared VPCs"),
    (
        "eks",
        "versions of Kubernetes and of add-ons other than kube-proxy are not looked up, nor is the "
        "configuration of an add-on held against its schema",
    ),
    ("eks", "nodes become ready, pods can be evicted, and add-ons become healthy"),
    (
        "eks",
        "a node role has no access entry until one is made; EKS makes one with the node group",
    ),
    (
        "eks",
        "public access blocks that are reserved for documentation, which examples here use",
    ),
    ("eks", "add-ons while an update of the cluster is in progress"),
    ("iam", "permissions boundaries and managed policies that do not exist"),
    ("kms", "principals of key policies other than roles of the same account"),
    (
        "ec2",
        "volumes made with a key that will be deleted, and objects in S3 that one encrypts",
    ),
    ("logs", "a key policy that does not let CloudWatch Logs use the key"),
)
