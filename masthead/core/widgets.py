"""Inputs that browsers read whatever the language of the page: type="date" wants ISO, the Chinese locale would write 2026/11/23."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """`<input type="date">`."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """`<input type="datetime-local">`, to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")
