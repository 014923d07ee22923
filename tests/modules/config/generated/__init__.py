"""Cluster files by the thousand: right ones, which must work, and wrong ones, which are told."""
