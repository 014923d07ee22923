"""A first cluster file, from a few answers."""
