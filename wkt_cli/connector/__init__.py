"""A connector at rest: found, loaded, checked."""
