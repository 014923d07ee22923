"""Pictures of clusters: the network, and the node groups in it."""
