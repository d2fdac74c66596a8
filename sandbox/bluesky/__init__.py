"""A server of the AT Protocol with its accounts, and a view of its own over their posts."""
