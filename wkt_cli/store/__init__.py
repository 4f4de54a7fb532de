"""What outlives a command: settings.yaml, state, and the vault for secrets. Knows no connector, no HTTP."""
