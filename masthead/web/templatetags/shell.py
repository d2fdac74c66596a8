"""The frame's own data: chapters, counters, addresses. One query for the counters, none for the rest."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

from masthead.core import navigation
from masthead.org import queries as org_queries
from masthead.org.models import Member

register = template.Library()
PHONE_ICONS = {"approvals.cases": "checks", "publishing.publications": "send", "publishing.calendar": "calendar"}
WAITING, UNREAD = "approvals.todo", "notify.unread"


@dataclass(frozen=True)
class Link:
    label: str | Promise
    href: str
    count: int
    current: bool
    icon: str = ""
    section: str = ""


@dataclass(frozen=True)
class Group:
    key: str
    label: str | Promise
    icon: str
    links: list[Link]
    open: bool


@dataclass(frozen=True)
class Frame:
    """Everything that base.html needs beside the page itself."""

    groups: list[Group]
    phone: list[Link]
    unread: int
    home_current: bool


def _address(name: str) -> str:
    return _address_in(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=512)
def _address_in(name: str, urlconf: str, _prefix: str) -> str:
    """Addresses without arguments never change while the process lives; the frame needs a dozen of them on every page."""
    try:
        return reverse(name, urlconf=urlconf)
    except NoReverseMatch:
        return ""


def _current(path: str, addresses: list[str]) -> str:
    """The entry whose address is the longest beginning of the page's own."""
    found = [a for a in addresses if a and a != "/" and path.startswith(a)]
    return max(found, key=len, default="")


def build_frame(member: Member, path: str, folded: set[str]) -> Frame:
    """The frame of one page for one member."""
    groups = navigation.groups_for(member)
    addresses = {entry.key: _address(entry.url_name) for group in groups for entry in group.entries}
    here = _current(path, list(addresses.values()))
    counters = org_queries.counters_of(member)

    def link(entry: navigation.NavEntry) -> Link:
        address = addresses[entry.key]
        return Link(
            entry.label,
            address,
            counters.get(entry.counter, 0),
            bool(here) and address == here,
            PHONE_ICONS.get(entry.key, ""),
            entry.section,
        )

    drawn = []
    phone = []
    for group in groups:
        links = [link(entry) for entry in group.entries if addresses[entry.key]]
        phone += [link(entry) for entry in group.entries if entry.phone and addresses[entry.key]]
        if links:
            is_open = group.key not in folded or any(one.current for one in links)
            drawn.append(Group(group.key, group.label, group.icon, links, is_open))
    return Frame(drawn, phone[:3], counters.get(UNREAD, 0), path == "/")


@register.simple_tag(takes_context=True)
def frame(context: Context) -> Frame | None:
    """`{% frame as shell %}`; None for somebody who has not signed in."""
    request: Any = context.get("request")
    if request is None or not isinstance(getattr(request, "user", None), Member):
        return None
    return build_frame(request.user, request.path, set(request.COOKIES.get("folded", "").split(".")))


@register.simple_tag
def address(name: str) -> str:
    """The address of a page, or '' while its room is not furnished yet."""
    return _address(name)


class SideColumn(template.Node):
    """`<div class="page__side">` only when the page put something into its side block."""

    def __init__(self, nodelist: template.base.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        html = self.nodelist.render(context)
        return mark_safe(f'<div class="page__side">{html}</div>') if html.strip() else mark_safe("")  # noqa: S308  rendered by templates


@register.tag
def side_column(parser: template.base.Parser, _token: template.base.Token) -> SideColumn:
    """`{% side_column %}…{% end_side_column %}`."""
    nodelist = parser.parse(("end_side_column",))
    parser.delete_first_token()
    return SideColumn(nodelist)
