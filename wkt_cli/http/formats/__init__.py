"""Payloads to bytes and replies to values, one format a module."""
