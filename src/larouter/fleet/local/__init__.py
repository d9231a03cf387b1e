"""Local servers that the router runs itself."""
