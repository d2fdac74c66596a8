"""What this chapter declares to the floors below, by noun."""

from masthead.content.registrations import assistant, claims, core, planning, review

__all__ = [
    "assistant",
    "claims",
    "core",
    "planning",
    "review",
]
