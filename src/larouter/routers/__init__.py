"""Routers between a weak and a strong model, or along a ladder of models, each with one method; see `plug`."""
