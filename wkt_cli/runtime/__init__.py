"""A connector at work."""
