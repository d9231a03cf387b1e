"""Fakes and fixtures that are shipped to users: simulated backends that speak the real wire protocol."""
