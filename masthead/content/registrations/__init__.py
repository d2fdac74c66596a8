"""What this chapter declares to the floors below, by noun."""

from masthead.content.registrations import core, review

__all__ = ["core", "review"]
