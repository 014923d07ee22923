"""Where training reads from and writes to, and where Terraform keeps state."""
