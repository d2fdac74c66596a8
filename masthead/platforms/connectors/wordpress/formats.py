"""Which rules of the platform a post breaks, before anything is sent."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from masthead.platforms.connectors.wordpress import html, limits
from masthead.platforms.contract import FormatIssue, Picture, Post


def issues_of(post: Post) -> list[FormatIssue]:
    """Everything at once, so that an editor corrects once."""
    return [*_words(post), *_pictures(post)]


def _words(post: Post) -> Iterator[FormatIssue]:
    title, body = html.title_of(post), html.body_of(post)
    if not title:
        yield FormatIssue("title_empty", "title", _("网站文章必须有标题。"), block=True)
    elif len(title) > limits.TITLE.most:
        message = _("标题有 %(n)d 个字，最多 %(most)d 个。") % {"n": len(title), "most": limits.TITLE.most}
        yield FormatIssue("title_too_long", "title", message, block=True)
    elif len(title) > limits.TITLE.warn:
        message = _("标题有 %(n)d 个字，多数网站主题放不下。") % {"n": len(title)}
        yield FormatIssue("title_long", "title", message, block=False)
    if not body.strip():
        yield FormatIssue("html_empty", "html", _("正文不能为空。"), block=True)
    elif len(body.encode()) > limits.CONTENT_BYTES.most:
        yield FormatIssue("html_too_long", "html", _("正文连同排版代码超过 4 MB，请精简排版。"), block=True)
    if post.video is not None:
        message = _("网站接入不上传视频，请把视频放到视频平台，在正文中放链接。")
        yield FormatIssue("video", "video", message, block=True)


def _pictures(post: Post) -> Iterator[FormatIssue]:
    if missing := set(html.asset_shas(post.html)) - {picture.sha256 for picture in post.pictures}:
        message = _("正文引用的 %(n)d 张图片没有随稿保存。") % {"n": len(missing)}
        yield FormatIssue("picture_missing", "html", message, block=True)
    if foreign := html.foreign_pictures(post.html):
        message = _("正文有 %(n)d 张外部图片，原站撤图后读者会看不到，建议改为上传。") % {"n": len(foreign)}
        yield FormatIssue("foreign_picture", "html", message, block=False)
    for picture in post.pictures:
        yield from _picture(picture, "html")
    if post.cover is not None:
        yield from _picture(post.cover, "cover")


def _picture(picture: Picture, field: str) -> Iterator[FormatIssue]:
    if picture.mime not in limits.PICTURE_TYPES:
        message = _("图片「%(name)s」不是 JPG、PNG、GIF 或 WebP，网站不接受。") % {"name": picture.name}
        yield FormatIssue("picture_type", field, message, block=True)
    elif len(picture.data) > limits.PICTURE.most:
        message = _("图片「%(name)s」超过 20 MB，网站不接受。") % {"name": picture.name}
        yield FormatIssue("picture_too_large", field, message, block=True)
    elif len(picture.data) > limits.PICTURE.warn:
        message = _("图片「%(name)s」超过 2 MB，有的网站空间不接受，建议压缩。") % {"name": picture.name}
        yield FormatIssue("picture_large", field, message, block=False)
