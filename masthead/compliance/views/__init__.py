"""Pages of the compliance room."""
