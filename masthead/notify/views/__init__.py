"""Pages of `notify`."""
