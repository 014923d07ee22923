"""Tests of lean_bindings."""
