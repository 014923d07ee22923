"""The bucket that Terraform keeps state in."""
