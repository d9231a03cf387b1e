"""Where a request may go and why: pure functions; read decide.py first."""
