"""Managed node groups."""
