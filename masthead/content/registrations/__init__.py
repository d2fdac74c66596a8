"""What this chapter declares to the floors below, by noun."""

from masthead.content.registrations import core, planning

__all__ = ["core", "planning"]
