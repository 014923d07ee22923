"""Facts about AWS and Kubernetes, each with its source. Nothing here decides anything."""
