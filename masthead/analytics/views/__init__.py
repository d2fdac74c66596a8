"""Pages of `analytics`."""
