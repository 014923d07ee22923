"""What Terraform and scanners of it read: addresses, versions, skips."""
