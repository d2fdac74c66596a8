"""What the board asks of review."""

from masthead.content.probes import review

__all__ = ["review"]
