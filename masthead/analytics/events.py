from enum import StrEnum


class AnalyticsEvent(StrEnum):
    METRICS_SYNCED = "analytics:metric:synced"
    DAY_COLLECTED = "analytics:day:collected"
    DAY_FAILED = "analytics:day:failed"
    FIGURE_CORRECTED = "analytics:figure:corrected"
