"""From a file to a valid cluster, and the words of refusals."""
