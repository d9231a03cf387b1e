"""LA Router: a local-first router for language models, one endpoint and one policy."""

__version__ = "0.1.0"
