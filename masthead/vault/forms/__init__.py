"""Forms of `vault`, by noun."""
