"""The command line: one file per command group, each command thin."""
