"""What the board asks of publishing: planned (3.3.1), approved (3.3.2, 1.3.1), on time, once, none lost (3.3.3)."""

from masthead.publishing.probes import afterwards, approval, brakes, days, materials, planning, sending, watching

__all__ = [
    "afterwards",
    "approval",
    "brakes",
    "days",
    "materials",
    "planning",
    "sending",
    "watching",
]
