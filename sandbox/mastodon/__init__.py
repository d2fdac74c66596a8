"""A server that speaks the Mastodon API."""
