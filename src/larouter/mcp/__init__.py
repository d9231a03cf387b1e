"""The Model Context Protocol: what an agent can ask of the router, over stdio, Streamable HTTP and the older SSE."""
