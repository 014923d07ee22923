"""Terraform in the shapes that modules, blueprints and plain HCL for nodes have."""

from tests.policies.shapes import Shape

#: A module as many are: it makes things or not, groups from a map with defaults, nodes of its own.
_EKS_MODULE = """
variable "create" { default = true }
variable "managed" { default = {} }
variable "self_managed" { default = {} }
variable "subnet_ids" { default = [] }
locals {
  name = "c"
}
resource "aws_eks_cluster" "this" {
  count = var.create ? 1 : 0
  name  = local.name
  vpc_config {
    subnet_ids             = var.subnet_ids
    endpoint_public_access = false
  }
}
resource "aws_eks_node_group" "this" {
  for_each       = { for name, group in var.managed : name => group if var.create }
  cluster_name   = aws_eks_cluster.this[0].name
  subnet_ids     = var.subnet_ids
  instance_types = ["p5.48xlarge"]
}
resource "aws_launch_template" "this" {
  count         = var.create ? 1 : 0
  instance_type = "g6.8xlarge"
  user_data     = filebase64("${path.module}/nodes.sh")
}
resource "aws_autoscaling_group" "this" {
  count               = var.create ? 1 : 0
  vpc_zone_identifier = var.subnet_ids
  launch_template {
    id = aws_launch_template.this[0].id
  }
  tag {
    key                 = "kubernetes.io/cluster/${local.name}"
    value               = "owned"
    propagate_at_launch = true
  }
}
"""
_CALLS = """
module "on" {
  source = "./eks"
}
module "off" {
  source = "./eks"
  create = false
}
module "none" {
  source = "./eks"
  count  = 0
}
module "nowhere" {
  source   = "./eks"
  for_each = {}
}
module "registry" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 21.0"
}
"""
_NODES = """
resource "aws_launch_configuration" "this" {{
  image_id      = "ami-1"
  instance_type = "p4d.24xlarge"
  user_data     = <<-EOT
    #!/bin/bash
    /etc/eks/bootstrap.sh c {more}
  EOT
}}
resource "aws_autoscaling_group" "this" {{
  launch_configuration = aws_launch_configuration.this.name
  vpc_zone_identifier  = [aws_subnet.this.id]
  tag {{
    key                 = "kubernetes.io/cluster/c"
    value               = "owned"
    propagate_at_launch = true
  }}
}}
resource "aws_subnet" "this" {{
  vpc_id                  = "v"
  map_public_ip_on_launch = {public}
}}
"""
_BUCKET = """
variable "team" {}
resource "aws_s3_bucket" "state" {
  bucket = "${var.team}-tfstate"
  lifecycle {
    prevent_destroy = true
  }
}
resource "aws_s3_bucket_public_access_block" "state" {
  bucket                  = aws_s3_bucket.state.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
"""
_KEPT_BUCKET = (
    _BUCKET
    + """
resource "aws_s3_bucket_versioning" "state" {
  bucket = aws_s3_bucket.state.bucket
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "state" {
  bucket = aws_s3_bucket.state.bucket
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}
resource "aws_s3_bucket_policy" "state" {
  bucket = aws_s3_bucket.state.bucket
  policy = jsonencode({ Statement = [{
    Effect    = "Deny"
    Principal = "*"
    Action    = "s3:*"
    Resource  = "*"
    Condition = { Bool = { "aws:SecureTransport" = "false" } }
  }] })
}
"""
)
_NAMED_BY_EXPRESSION = (
    _BUCKET
    + """
resource "aws_iam_role" "node" {
  name = "${var.team}-node"
}
resource "aws_iam_role" "other" {
  name = "${var.team}-other"
}
resource "aws_launch_template" "this" {
  name          = "${var.team}-gpu"
  instance_type = "p5.48xlarge"
}
resource "aws_eks_node_group" "this" {
  cluster_name  = "c"
  node_role_arn = aws_iam_role.node.arn
  subnet_ids    = []
  launch_template {
    name    = aws_launch_template.this.name
    version = "1"
  }
}
resource "aws_iam_role_policy_attachment" "needed" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
}
resource "aws_iam_role_policy_attachment" "wide" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
}
resource "aws_iam_instance_profile" "other" {
  name = "${var.team}-other"
  role = aws_iam_role.other.name
}
resource "aws_launch_configuration" "this" {
  image_id             = "ami-1"
  instance_type        = "m7i.large"
  iam_instance_profile = aws_iam_instance_profile.other.name
}
resource "aws_iam_role_policy_attachment" "of_configuration" {
  role       = aws_iam_role.other.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
}
"""
)
_ASG, _T = "aws_autoscaling_group.this", "aws_launch_template.this"
_TAINTS = "--kubelet-extra-args --register-with-taints=nvidia.com/gpu=true:NoSchedule"

MODULE_SHAPES = (
    Shape(
        6,
        "a module that calls one of a registry",
        {
            "main.tf": 'module "outer" {\n  source = "./outer"\n}\n',
            "outer/main.tf": 'module "inner" {\n  source = "example/inner/aws"\n}\n',
        },
    ),
    Shape(
        2,
        "what a call makes, and nothing of calls that make nothing",
        {"main.tf": _CALLS, "eks/main.tf": _EKS_MODULE},
        fails={f"module.on.{_T}[0]"},
    ),
    Shape(
        4,
        "the cluster of a module that is asked to make it",
        {"main.tf": _CALLS, "eks/main.tf": _EKS_MODULE},
        passes={"module.on.aws_eks_cluster.this[0]"},
    ),
    Shape(
        1,
        "nodes of a module's own, whose script is a file, and groups that would be untainted",
        {"main.tf": _CALLS, "eks/main.tf": _EKS_MODULE},
        fails={"module.on.aws_eks_node_group.this"},
        unknown={f"module.on.{_ASG}[0]"},
    ),
    Shape(
        1,
        "nodes of a launch configuration, tainted by its script",
        {"main.tf": _NODES.format(more=_TAINTS, public="false")},
        passes={_ASG},
    ),
    Shape(
        1,
        "nodes of a launch configuration that says nothing of taints",
        {"main.tf": _NODES.format(more="", public="false")},
        fails={_ASG},
    ),
    Shape(
        1,
        "nodes of a launch configuration whose arguments somebody else decides",
        {
            "main.tf": 'variable "arguments" {}\n'
            + _NODES.format(more="${var.arguments}", public="false")
        },
        unknown={_ASG},
    ),
    Shape(
        7,
        "nodes of a launch configuration in a public subnet",
        {"main.tf": _NODES.format(more=_TAINTS, public="true")},
        fails={_ASG},
    ),
    Shape(
        1,
        "a map of groups that a caller gives, of which nothing is known",
        {
            "main.tf": (
                'variable "groups" { type = map(any) }\n'
                'resource "aws_eks_node_group" "this" {\n  for_each = var.groups\n'
                '  cluster_name = "c"\n  instance_types = each.value.types\n}\n'
            )
        },
        unknown={"aws_eks_node_group.this"},
    ),
    Shape(
        9,
        "a role of nodes whose name is an expression, named by it",
        {"main.tf": _NAMED_BY_EXPRESSION},
        passes={"aws_iam_role_policy_attachment.needed"},
        fails={
            "aws_iam_role_policy_attachment.wide",
            "aws_iam_role_policy_attachment.of_configuration",
        },
    ),
    Shape(
        1,
        "a group whose launch template is named by an expression",
        {"main.tf": _NAMED_BY_EXPRESSION},
        fails={"aws_eks_node_group.this"},
    ),
    Shape(
        10,
        "a bucket of states whose name is an expression, and that is private alone",
        {"main.tf": _NAMED_BY_EXPRESSION},
        fails={"aws_s3_bucket.state"},
    ),
    Shape(
        10,
        "a bucket of states whose name is an expression, with all that it needs",
        {"main.tf": _KEPT_BUCKET},
        passes={"aws_s3_bucket.state"},
    ),
    Shape(
        9,
        "a policy within the role of nodes that is made where somebody asks for it",
        {
            "main.tf": (
                'variable "number" {}\n'
                'resource "aws_iam_role" "node" {\n  name = "nodes"\n}\n'
                'resource "aws_eks_node_group" "this" {\n  cluster_name = "c"\n'
                "  node_role_arn = aws_iam_role.node.arn\n}\n"
                'resource "aws_iam_role_policy" "asked" {\n'
                "  count  = var.number\n"
                '  role   = aws_iam_role.node.name\n  policy = "{}"\n}\n'
                'resource "aws_iam_role_policy" "always" {\n'
                '  role   = aws_iam_role.node.name\n  policy = "{}"\n}\n'
            )
        },
        fails={"aws_iam_role_policy.always"},
        unknown={"aws_iam_role_policy.asked"},
    ),
)
