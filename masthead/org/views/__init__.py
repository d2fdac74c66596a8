"""Pages of `org`, by noun."""
