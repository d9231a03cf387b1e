"""Who may call: tokens, the admin key, Host and Origin."""
