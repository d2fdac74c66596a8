"""`{{ notice.kind|notice_icon }}`: the icon of a kind of notice."""

from django import template

from masthead.notify import queries

register = template.Library()
register.filter("notice_icon", queries.icon_of)
