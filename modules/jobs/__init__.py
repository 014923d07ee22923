"""Training jobs for a node group: what fits its nodes, and the manifest that runs there."""
