"""Values that every other layer speaks in: standard library only, no clock, no randomness, no I/O."""
