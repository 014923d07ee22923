"""What the workflows of those who keep clusters in a repository call."""
