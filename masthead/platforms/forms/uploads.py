"""Several files in one field."""

from typing import Any

from django import forms


class SeveralFilesInput(forms.ClearableFileInput):
    """`<input type="file" multiple>`."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Cleans to a list of uploads."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(SeveralFilesField, self).clean(one, initial) for one in given]
