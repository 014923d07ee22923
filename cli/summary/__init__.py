"""What a plan does, for those who review it."""
