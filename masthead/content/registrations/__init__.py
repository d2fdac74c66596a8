"""What this chapter declares to the floors below, by noun."""

from masthead.content.registrations import assistant, claims, core, library, planning, review

__all__ = [
    "assistant",
    "claims",
    "core",
    "library",
    "planning",
    "review",
]
