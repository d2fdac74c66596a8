"""Probes of chapter 3.3.1–3.3.2 and 1.3.2."""

from masthead.content.probes import claims, experiments, planning, review

__all__ = [
    "claims",
    "experiments",
    "planning",
    "review",
]
