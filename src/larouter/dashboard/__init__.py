"""The built React app of `web/`, served by the router itself."""
