"""What this chapter declares to the floors below, by noun."""

from masthead.content.registrations import composing, core

__all__ = ["composing", "core"]
