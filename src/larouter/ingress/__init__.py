"""From bytes to Chat, and from Reply or error back to the protocol that was spoken."""
