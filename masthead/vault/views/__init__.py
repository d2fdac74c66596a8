"""Pages of `vault`, by noun."""
