"""What a plan does to a cluster that runs, from the JSON form of the plan."""
