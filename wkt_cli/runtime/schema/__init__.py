"""Fields at work: their defaults, and what they make of data (reference/blocks.md sections 12 and 13)."""
