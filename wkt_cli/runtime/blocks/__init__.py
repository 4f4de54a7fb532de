"""What each form of a path does (reference/blocks.md): one module a part of a connector."""
