"""Metrics: each with name, unit, source and formula. Rooms above may register more."""

from dataclasses import dataclass

from django.utils.functional import Promise

from masthead.core.registry import Registry


@dataclass(frozen=True)
class MetricSeed:
    """What a metric means; the row in the table is made of it."""

    key: str
    name: str | Promise
    unit: str | Promise
    source: str | Promise
    formula: str | Promise
    order: int


METRICS: Registry[MetricSeed] = Registry("analytics.metrics")


def register_metric(
    key: str,
    name: str | Promise,
    *,
    unit: str | Promise,
    source: str | Promise,
    formula: str | Promise,
    order: int = 50,
) -> MetricSeed:
    """Define a metric (registrations.py only)."""
    return METRICS.add(key, MetricSeed(key, name, unit, source, formula, order), depth=2)
