"""HTTP of `content`, by noun."""
