"""Terraform stacks: providers, state, outputs, and the wiring between constructs."""

import lean_bindings

lean_bindings.enable_on_demand()
