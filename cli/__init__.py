"""The command line: try a cluster file without an AWS account."""
