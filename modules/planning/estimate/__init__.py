"""What a cluster is and costs at each of its sizes, before there is one."""
