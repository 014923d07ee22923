"""IAM roles."""
