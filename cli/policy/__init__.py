"""The command that writes IAM policies."""
