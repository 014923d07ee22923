"""The command that writes training jobs."""
