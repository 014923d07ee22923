"""Decisions that need no cloud: subnets, names, addresses, policy documents."""
