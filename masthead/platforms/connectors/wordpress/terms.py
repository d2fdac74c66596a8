"""Category and tags by name."""

from typing import Any

from django.utils.translation import gettext as _

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.connectors.wordpress import html
from masthead.platforms.connectors.wordpress.client import SiteClient
from masthead.platforms.contract import Post
from masthead.platforms.wording import tags_of

TAGS_MOST = 20


def terms_of(client: SiteClient, post: Post) -> dict[str, list[int]]:
    """`categories` and `tags` as the site wants them; what is not said is left to the site."""
    given: dict[str, list[int]] = {}
    category = (post.options.get("category") or client.channel.options.get("category", "")).strip()
    if category:
        given["categories"] = [_category(client, category)]
    if tags := tags_of(post, form="{}", most=TAGS_MOST):
        given["tags"] = [_tag(client, tag) for tag in tags]
    return given


def _category(client: SiteClient, wanted: str) -> int:
    """By number, by name in the address, or by name. A wrong one is refused: a new category is the site's decision, not ours."""
    if wanted.isdigit():
        return int(wanted)
    found = _named(client, "wp/v2/categories", wanted)
    if found is None:
        raise PlatformFault(
            _("网站上没有分类「%(name)s」。") % {"name": wanted},
            kind=FaultKind.REJECTED,
            platform_code="no_such_category",
            advice=_("请在网站后台新建这个分类，或在账号的接入信息中改正默认分类。"),
        )
    return found


def _tag(client: SiteClient, name: str) -> int:
    found = _named(client, "wp/v2/tags", name)
    if found is not None:
        return found
    try:
        return int(client.post("wp/v2/tags", {"name": name}).body["id"])
    except PlatformFault as fault:
        if fault.platform_code != "term_exists":  # made by somebody in between
            raise
        found = _named(client, "wp/v2/tags", name)
        if found is None:
            raise
        return found


def _named(client: SiteClient, path: str, wanted: str) -> int | None:
    rows = client.get(path, search=wanted, per_page=100, _fields="id,name,slug").body
    for row in rows if isinstance(rows, list) else []:
        if _is(row, wanted):
            return int(row["id"])
    return None


def _is(row: Any, wanted: str) -> bool:
    """The site tells names as HTML and keeps no capitals apart."""
    if not isinstance(row, dict) or not row.get("id"):
        return False
    return wanted.casefold() in (html.plain(str(row.get("name", ""))).casefold(), str(row.get("slug", "")).casefold())
