"""What the pages of signing in need of the templates' language."""

import json
from typing import Any

from django import template

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """JSON for a data- attribute; the template escapes it as any other text."""
    return json.dumps(value, ensure_ascii=False)
