"""What Trainyard knows, decides and builds."""
