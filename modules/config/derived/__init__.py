"""What follows from a valid file, handed to planning in its own words."""
