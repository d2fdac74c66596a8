"""What this chapter declares to the floors below, by noun."""

from masthead.content.registrations import almanac, core

__all__ = ["almanac", "core"]
