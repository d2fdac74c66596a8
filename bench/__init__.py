"""Measurements: server time of pages, speed of publishing, faults injected on purpose. Reads the product, is read by nobody."""
