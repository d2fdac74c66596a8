from typing import Any

from django import template
from django.urls import reverse

from masthead.core import panels as registry

register = template.Library()


@register.inclusion_tag("ui/panels.html", takes_context=True)
def panels(context: Any, slot: str, pk: int) -> dict[str, Any]:
    """Lazy panels that upper rooms registered for `slot`; each carries a real link for browsers without scripts."""
    user = context["request"].user
    found = [{"title": p.title, "url": reverse(p.url_name, args=[pk])} for p in registry.panels_for(slot, user)]
    return {"panels": found}
