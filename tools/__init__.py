"""Commands for those who maintain Trainyard."""
