"""Platforms that the company names itself: a kit without limits of anybody."""
