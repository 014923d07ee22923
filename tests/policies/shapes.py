"""Terraform in the shapes that modules for EKS have, each with the verdicts it deserves."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Shape:
    """A folder of HCL, and what one policy says: addresses that pass, fail and are unknown."""

    policy: int
    about: str
    files: dict[str, str]
    passes: set[str] = field(default_factory=set)
    fails: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)


_TEMPLATE_MODULE = """
variable "tokens" {}
variable "hops" { default = 1 }
resource "aws_launch_template" "this" {
  metadata_options {
    http_tokens                 = var.tokens
    http_put_response_hop_limit = var.hops
  }
}
"""
_OPTIONS = """
resource "aws_launch_template" "this" {{
  dynamic "metadata_options" {{
    for_each = {items}
    content {{
      http_tokens                 = {tokens}
      http_put_response_hop_limit = {hops}
    }}
  }}
}}
"""
_GROUP = """
resource "aws_eks_node_group" "this" {{
  cluster_name    = "c"
  node_role_arn   = aws_iam_role.node.arn
  instance_types  = ["p5.48xlarge"]
  subnet_ids      = {subnets}
  taint {{
    key    = "nvidia.com/gpu"
    effect = "NO_SCHEDULE"
  }}
}}
"""
_ROLE = 'resource "aws_iam_role" "node" {\n  name = "nodes"\n'
_ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
_T, _G = "aws_launch_template.this", "aws_eks_node_group.this"
_EVERYTHING = '{ Effect = "Allow", Action = "*", Resource = "*" }'


def one(text: str) -> dict[str, str]:
    return {"main.tf": text}


SHAPES = (
    Shape(
        2,
        "a good call of a module does not hide a bad one",
        {
            "main.tf": (
                'module "good" {\n  source = "./template"\n  tokens = "required"\n}\n'
                'module "bad" {\n  source = "./template"\n  tokens = "optional"\n}\n'
                'module "many" {\n  source = "./template"\n'
                '  for_each = toset(["required", "optional"])\n  tokens = each.value\n}\n'
            ),
            "template/main.tf": _TEMPLATE_MODULE,
        },
        passes={f"module.good.{_T}", f'module.many["required"].{_T}'},
        fails={f"module.bad.{_T}", f'module.many["optional"].{_T}'},
    ),
    Shape(
        1,
        "each of what for_each makes",
        one(
            'locals {\n  groups = {\n    a = { effect = "NO_SCHEDULE" }\n'
            '    b = { effect = "PREFER_NO_SCHEDULE" }\n  }\n}\n'
            'resource "aws_eks_node_group" "this" {\n  for_each = local.groups\n'
            '  instance_types = ["p5.48xlarge"]\n'
            '  taint {\n    key = "a"\n    effect = each.value.effect\n  }\n}\n'
        ),
        passes={f'{_G}["a"]'},
        fails={f'{_G}["b"]'},
    ),
    Shape(
        1,
        "each of a count",
        one(
            'resource "aws_eks_node_group" "this" {\n  count = 2\n'
            '  instance_types = ["g6.xlarge"]\n}'
        ),
        fails={f"{_G}[0]", f"{_G}[1]"},
    ),
    Shape(
        1,
        "types that nobody has said",
        one(
            'variable "types" {}\n'
            'resource "aws_eks_node_group" "this" {\n  instance_types = var.types\n}'
        ),
        unknown={_G},
    ),
    Shape(
        2,
        "dynamic with plain values",
        one(_OPTIONS.format(items="[1]", tokens='"required"', hops="1")),
        passes={_T},
    ),
    Shape(
        2,
        "dynamic over a variable with a default that is right",
        one(
            'variable "options" {\n  type = any\n'
            '  default = {\n    http_tokens = "required"\n'
            "    http_put_response_hop_limit = 1\n  }\n}\n"
            + _OPTIONS.format(
                items="length(var.options) > 0 ? [var.options] : []",
                tokens='try(metadata_options.value.http_tokens, "optional")',
                hops="try(metadata_options.value.http_put_response_hop_limit, 2)",
            )
        ),
        passes={_T},
    ),
    Shape(
        2,
        "dynamic over a default that is wrong",
        one(
            'variable "options" {\n  default = [{ tokens = "optional", hops = 1 }]\n}\n'
            + _OPTIONS.format(
                items="var.options",
                tokens="metadata_options.value.tokens",
                hops='metadata_options.value["hops"]',
            )
        ),
        fails={_T},
    ),
    Shape(
        2,
        "dynamic over what nobody has said",
        one(
            'variable "options" {}\n'
            + _OPTIONS.format(items="var.options", tokens='"required"', hops="1")
        ),
        unknown={_T},
    ),
    Shape(
        3,
        "a dynamic block within one that is written",
        one(
            'resource "aws_launch_template" "this" {\n  block_device_mappings {\n'
            '    dynamic "ebs" {\n      for_each = [1]\n      content {\n'
            "        encrypted = true\n      }\n    }\n  }\n}"
        ),
        unknown={_T},
    ),
    Shape(
        2,
        "a variable for the tokens",
        {"main.tf": _TEMPLATE_MODULE},
        unknown={_T},
    ),
    Shape(
        2,
        "a variable for the tokens, with too many hops all the same",
        {"main.tf": _TEMPLATE_MODULE.replace("default = 1", "default = 2")},
        fails={_T},
    ),
    Shape(
        3,
        "a variable for the encryption",
        one(
            'variable "encrypted" {}\nresource "aws_launch_template" "this" {\n'
            "  block_device_mappings {\n    ebs {\n      encrypted = var.encrypted\n    }\n  }\n}"
        ),
        unknown={_T},
    ),
    Shape(
        3,
        "volumes of a map, in blocks within blocks",
        one(
            'locals {\n  volumes = {\n    root = { device = "/dev/xvda", encrypted = true }\n'
            '    data = { device = "/dev/xvdb", encrypted = false }\n  }\n}\n'
            'resource "aws_launch_template" "this" {\n  dynamic "block_device_mappings" {\n'
            "    for_each = local.volumes\n    iterator = volume\n    content {\n"
            '      device_name = volume.value.device\n      dynamic "ebs" {\n'
            "        for_each = [volume.value]\n        content {\n"
            "          encrypted = ebs.value.encrypted\n        }\n      }\n    }\n  }\n}"
        ),
        fails={_T},
    ),
    Shape(
        4,
        "a list of blocks that nobody has said",
        one(
            'variable "cidrs" {\n  type = list(string)\n}\nresource "aws_eks_cluster" "this" {\n'
            "  vpc_config {\n    public_access_cidrs = var.cidrs\n  }\n}"
        ),
        unknown={"aws_eks_cluster.this"},
    ),
    Shape(
        5,
        "a statement that nobody has said",
        one(
            'variable "first" {}\nresource "aws_iam_policy" "this" {\n'
            "  policy = jsonencode({ Statement = [var.first] })\n}\n"
            'resource "aws_iam_policy" "all" {\n'
            "  policy = jsonencode({ Statement = var.first })\n}\n"
            'resource "aws_iam_policy" "wide" {\n'
            f"  policy = jsonencode({{ Statement = [{_EVERYTHING}, var.first] }})\n}}"
        ),
        unknown={"aws_iam_policy.this", "aws_iam_policy.all"},
        fails={"aws_iam_policy.wide"},
    ),
    Shape(
        5,
        "a policy within a role",
        one(
            f'{_ROLE}  inline_policy {{\n    name = "x"\n'
            f"    policy = jsonencode({{ Statement = [{_EVERYTHING}] }})\n  }}\n}}"
        ),
        fails={"aws_iam_role.node"},
    ),
    Shape(
        6,
        "one cluster, by variable, by name and by reference",
        one(
            'variable "name" { default = "c" }\n'
            'resource "aws_eks_cluster" "c" {\n  name = var.name\n}\n'
            'resource "aws_eks_node_group" "gpu" {\n  cluster_name = aws_eks_cluster.c.id\n'
            '  taint {\n    key = "a"\n    effect = "NO_SCHEDULE"\n  }\n}\n'
            'resource "aws_eks_node_group" "named" {\n  cluster_name = "c"\n'
            '  taint {\n    key = "a"\n    effect = "NO_SCHEDULE"\n  }\n}\n'
            'resource "aws_eks_node_group" "plain" {\n  cluster_name = var.name\n}'
        ),
        passes={f"aws_eks_node_group.{name}" for name in ("gpu", "named", "plain")},
    ),
    Shape(
        6,
        "all tainted, beside nodes that EKS does not manage",
        one(
            _GROUP.format(subnets='["subnet-1"]')
            + 'resource "aws_autoscaling_group" "own" {\n  max_size = 1\n'
            '  tag {\n    key = "kubernetes.io/cluster/c"\n    value = "owned"\n'
            "    propagate_at_launch = true\n  }\n}"
        ),
        unknown={_G},
    ),
    Shape(
        7,
        "subnets that a module of a registry gives out",
        one(
            'module "vpc" {\n  source = "example/vpc/aws"\n}\n'
            + _GROUP.format(subnets="module.vpc.public_subnets")
        ),
        unknown={_G},
    ),
    Shape(
        7,
        "one private subnet, and one public one",
        one(
            _GROUP.format(subnets="[aws_subnet.a.id, aws_subnet.b.id]")
            + 'resource "aws_subnet" "a" {\n  vpc_id = "v"\n}\n'
            'resource "aws_subnet" "b" {\n  vpc_id = "v"\n  map_public_ip_on_launch = true\n}'
        ),
        fails={_G},
    ),
    Shape(
        8,
        "EFA interfaces of a list, with a group of their own",
        one(
            'variable "cards" { default = ["efa", "efa-only"] }\n'
            'resource "aws_launch_template" "this" {\n  dynamic "network_interfaces" {\n'
            "    for_each = var.cards\n    content {\n"
            "      interface_type = network_interfaces.value\n"
            "      security_groups = [aws_security_group.efa.id]\n    }\n  }\n}\n"
            'resource "aws_security_group" "efa" {\n  name = "efa"\n}'
        ),
        fails={_T},
    ),
    Shape(
        9,
        "policies of every kind on a role of nodes",
        one(
            _GROUP.format(subnets='["subnet-1"]')
            + f'{_ROLE}  managed_policy_arns = ["{_ADMIN}"]\n}}\n'
            'resource "aws_iam_policy_attachment" "x" {\n  name = "x"\n'
            f'  roles = [aws_iam_role.node.name]\n  policy_arn = "{_ADMIN}"\n}}\n'
            'resource "aws_iam_role_policy_attachment" "each" {\n'
            '  for_each = toset(["AmazonEKSWorkerNodePolicy", "AdministratorAccess"])\n'
            "  role = aws_iam_role.node.name\n"
            '  policy_arn = "arn:aws:iam::aws:policy/${each.value}"\n}\n'
            'variable "arn" {}\n'
            'resource "aws_iam_role_policy_attachment" "said" {\n'
            "  role = aws_iam_role.node.name\n  policy_arn = var.arn\n}"
        ),
        passes={'aws_iam_role_policy_attachment.each["AmazonEKSWorkerNodePolicy"]'},
        fails={
            "aws_iam_role.node",
            "aws_iam_policy_attachment.x",
            'aws_iam_role_policy_attachment.each["AdministratorAccess"]',
        },
        unknown={"aws_iam_role_policy_attachment.said"},
    ),
    Shape(
        9,
        "a role of nodes that EKS does not manage",
        one(
            f"{_ROLE}}}\n"
            'resource "aws_iam_instance_profile" "node" {\n  role = aws_iam_role.node.name\n}\n'
            'resource "aws_launch_template" "own" {\n  iam_instance_profile {\n'
            "    arn = aws_iam_instance_profile.node.arn\n  }\n}\n"
            'resource "aws_iam_role_policy_attachment" "x" {\n'
            f'  role = aws_iam_role.node.name\n  policy_arn = "{_ADMIN}"\n}}'
        ),
        fails={"aws_iam_role_policy_attachment.x"},
    ),
    Shape(
        10,
        "a bucket of states whose policy is a data source",
        one(
            'resource "aws_s3_bucket" "s" {\n  bucket = "acme-tfstate"\n'
            "  lifecycle {\n    prevent_destroy = true\n  }\n}\n"
            'resource "aws_s3_bucket_versioning" "s" {\n  bucket = aws_s3_bucket.s.id\n'
            '  versioning_configuration {\n    status = "Enabled"\n  }\n}\n'
            'resource "aws_s3_bucket_server_side_encryption_configuration" "s" {\n'
            "  bucket = aws_s3_bucket.s.id\n  rule {\n"
            "    apply_server_side_encryption_by_default {\n"
            '      sse_algorithm = "aws:kms"\n    }\n  }\n}\n'
            'resource "aws_s3_bucket_public_access_block" "s" {\n  bucket = aws_s3_bucket.s.id\n'
            "  block_public_acls = true\n  block_public_policy = true\n"
            "  ignore_public_acls = true\n  restrict_public_buckets = true\n}\n"
            'resource "aws_s3_bucket_policy" "s" {\n  bucket = aws_s3_bucket.s.id\n'
            "  policy = data.aws_iam_policy_document.s.json\n}"
        ),
        unknown={"aws_s3_bucket.s"},
    ),
)
