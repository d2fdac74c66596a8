"""What this chapter declares to the floors below, by noun."""

from masthead.content.registrations import core

__all__ = ["core"]
