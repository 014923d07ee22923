"""Terraform stacks: providers, state, outputs, and the wiring between constructs."""
