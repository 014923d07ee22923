"""What follows from a cluster file, and from what."""
