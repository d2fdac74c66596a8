"""Signing in by three chat apps: code for token, who it is, and the codes of refusal, as their makers describe them."""
