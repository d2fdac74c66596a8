"""What this chapter declares to the floors below, by noun."""

from masthead.content.registrations import assistant, claims, composing, core, library, planning, review

__all__ = [
    "assistant",
    "claims",
    "composing",
    "core",
    "library",
    "planning",
    "review",
]
