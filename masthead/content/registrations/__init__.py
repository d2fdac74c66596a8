"""What this chapter declares to the floors below, by noun."""

from masthead.content.registrations import claims, core

__all__ = ["claims", "core"]
