"""The VPC of a cluster."""
