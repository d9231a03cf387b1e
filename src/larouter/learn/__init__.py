"""Data sets, training, calibration and evaluation; never imported by the request path."""
