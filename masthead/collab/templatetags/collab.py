from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def office_hours(minutes: int | None) -> str:
    """7.5 小时 of office time; whole hours without the point."""
    if minutes is None:
        return "—"
    if minutes < 60:
        return _("%(n)d 分") % {"n": minutes}
    return _("%(n)s 小时") % {"n": f"{minutes / 60:.1f}".removesuffix(".0")}
