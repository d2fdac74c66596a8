"""Pages of `platforms`, by noun."""
