"""Bytes to and from servers; knows no connector."""
