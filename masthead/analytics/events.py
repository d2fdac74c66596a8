from enum import StrEnum


class AnalyticsEvent(StrEnum):
    METRICS_SYNCED = "analytics:metric:synced"
    DAY_COLLECTED = "analytics:day:collected"
    DAY_FAILED = "analytics:day:failed"
    FIGURE_CORRECTED = "analytics:figure:corrected"
    FIGURE_ENTERED = "analytics:figure:entered"
    IMPORT_STARTED = "analytics:import:started"
    IMPORT_ASSIGNED = "analytics:import:assigned"
    IMPORT_APPLIED = "analytics:import:applied"
    IMPORT_DISCARDED = "analytics:import:discarded"
