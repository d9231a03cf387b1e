"""Walking the plan: attempts, fallbacks, and when a deployment is left alone for a while."""
