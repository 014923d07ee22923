"""Decisions about the VPC."""
