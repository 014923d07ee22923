"""Summaries of plans."""
