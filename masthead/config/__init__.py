"""Floor 22 — wiring only: settings, addresses, schedule. Owns: no tables. Words: see docs/glossary.md."""

from masthead.config.celery import app as celery_app

__all__ = ["celery_app"]
