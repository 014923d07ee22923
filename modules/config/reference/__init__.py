"""The JSON Schema and the reference of the cluster file, written from its sections."""
