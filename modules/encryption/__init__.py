"""Customer-managed encryption keys."""
