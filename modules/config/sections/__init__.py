"""What a cluster file may say, section by section."""
