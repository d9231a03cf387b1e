"""Data sets, training and evaluation; never imported by the request path."""
