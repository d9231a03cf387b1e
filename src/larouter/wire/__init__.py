"""Protocols as pure code: bytes and JSON in, values out; one file per protocol."""
