"""Bluesky and other servers of the AT Protocol: posts under a key of our own, replies, figures. See README.md."""
