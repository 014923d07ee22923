"""From a cluster file to the inputs of constructs: one file for each package of constructs."""
