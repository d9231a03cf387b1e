"""Surfaces over HTTP, thin: the model routes, the control API, insight and health."""
