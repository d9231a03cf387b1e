"""What a request is: how hard, how sensitive, how large, and what it needs."""
