"""What differs between two clusters, and what that does to one that runs."""
