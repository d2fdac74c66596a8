"""What this chapter declares to the floors below, by noun."""

from masthead.content.registrations import almanac, assistant, claims, composing, core, library, planning, review

__all__ = [
    "almanac",
    "assistant",
    "claims",
    "composing",
    "core",
    "library",
    "planning",
    "review",
]
