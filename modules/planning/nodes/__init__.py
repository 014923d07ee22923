"""What a node is: interfaces, pods, labels, taints, user data."""
