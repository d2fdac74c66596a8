"""Benchmarks: each prints figures beside a floor that is measured in the same run. They assert nothing about time."""
