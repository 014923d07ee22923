"""Snapshots of what the cluster files of this repository synthesize to."""
