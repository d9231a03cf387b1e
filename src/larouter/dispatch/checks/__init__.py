"""Whether an answer is good enough: each check is a pure function and an idea of its own; read suite.py first."""
