"""What must be true of several sections at once, by subject."""
