"""What is submitted: a video with its fields, an article with its pictures' addresses."""

from django.utils.translation import gettext as _

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.answers import number, unknown
from masthead.platforms.connectors.bilibili import errors, limits
from masthead.platforms.connectors.bilibili.client import BilibiliClient
from masthead.platforms.contract import Channel, Post, Remote
from masthead.platforms.wording import tags_of, text_of

ORIGINAL, REPRINT = 1, 2


def option(channel: Channel, post: Post, key: str, default: str = "") -> str:
    """The post's own choice before the account's."""
    return post.options.get(key) or channel.options.get(key) or default


def tag_line(post: Post) -> str:
    """As many topics as fit, joined by commas."""
    line = ""
    for tag in tags_of(post, form="{}"):
        longer = f"{line},{tag}" if line else tag
        if len(longer) > limits.TAGS.most:
            break
        line = longer
    return line


def description_of(post: Post) -> str:
    """Cut to the platform's length: the approved words' beginning."""
    return (post.digest.strip() or text_of(post).strip())[: limits.DESC.most]


def video(client: BilibiliClient, channel: Channel, post: Post, remote: Remote) -> Remote:
    tid = number(option(channel, post, "tid"))
    if not tid:
        raise errors.no_category()
    reprint = option(channel, post, "copyright", str(ORIGINAL)) == str(REPRINT)
    given = {
        "title": post.title.strip(), "cover": remote.get("cover", ""), "tid": tid, "no_reprint": 0 if reprint else 1,
        "desc": description_of(post), "tag": tag_line(post), "copyright": REPRINT if reprint else ORIGINAL,
    } | ({"source": post.source_url} if reprint else {})  # fmt: skip
    token = remote.get("upload_token", "")
    told = client.post("/arcopen/fn/archive/add-by-utoken", given, repeatable=False, upload_token=token)
    return _facts(told.get("resource_id"))


def article(client: BilibiliClient, channel: Channel, post: Post, remote: Remote) -> Remote:
    given = {
        "title": post.title.strip(), "summary": description_of(post), "content": with_addresses(post, remote.get("pictures") or {}),
        "category": number(option(channel, post, "article_category")), "template_id": 4, "banner": remote.get("cover", ""),
        "image_urls": [remote["cover"]] if remote.get("cover") else [], "tags": tag_line(post), "original": 1,
    }  # fmt: skip
    told = client.post("/arcopen/fn/article/add", given, repeatable=False)
    return _facts(told.get("article_id") or told.get("id"))


def with_addresses(post: Post, known: dict[str, str]) -> str:
    """The article with the platform's own picture addresses; others are not shown there. Raises REJECTED for a picture not uploaded."""
    html = post.html
    for sha, address in known.items():
        html = html.replace(f"asset:{sha}", address)
    if "asset:" in html:
        raise PlatformFault(
            _("正文引用了没有上传的图片。"),
            kind=FaultKind.REJECTED,
            advice=_("请编辑重新保存稿件中的图片后再提交审核。"),
        )
    return html


def _facts(key: object) -> Remote:
    if not key:
        raise unknown(0, "no resource id")
    return {"resource_id": str(key).removeprefix("cv")}
