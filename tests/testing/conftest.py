"""The fetch of the fleet's tests, for asking fakes."""

from wired import fetch

__all__ = ["fetch"]
