"""Which rules of the platform an article breaks, before anything is sent."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from masthead.platforms.connectors.wechat_oa import html, limits
from masthead.platforms.contract import FormatIssue, Post


def issues_of(article: Post) -> list[FormatIssue]:
    """Everything at once, so that an editor corrects once."""
    return [*_words(article), *_body(article), *_pictures(article)]


def _words(article: Post) -> Iterator[FormatIssue]:
    title = article.title.strip()
    if not title:
        yield FormatIssue("title_empty", "title", _("公众号文章必须有标题。"), block=True)
    for name, text, label, limit in (
        ("title", title, _("标题"), limits.TITLE),
        ("author", article.author, _("作者"), limits.AUTHOR),
        ("digest", article.digest, _("摘要"), limits.DIGEST),
    ):
        if len(text) > limit.most:
            message = _("%(what)s有 %(n)d 个字，公众号最多 %(most)d 个。") % {
                "what": label,
                "n": len(text),
                "most": limit.most,
            }
            yield FormatIssue(f"{name}_too_long", name, message, block=True)
        elif limit.warn and len(text) > limit.warn:
            message = _("%(what)s有 %(n)d 个字，公众号建议不超过 %(most)d 个。") % {
                "what": label,
                "n": len(text),
                "most": limit.warn,
            }
            yield FormatIssue(f"{name}_long", name, message, block=False)
    if len(article.source_url.encode()) > limits.SOURCE_URL.most:
        yield FormatIssue("source_url_too_long", "html", _("原文链接过长，公众号最多 1 KB。"), block=True)


def _body(article: Post) -> Iterator[FormatIssue]:
    if not article.html.strip():
        yield FormatIssue("html_empty", "html", _("正文不能为空。"), block=True)
    shas = html.asset_shas(article.html)
    length = html.estimated_length(article.html, shas, url_chars=limits.PICTURE_URL_CHARS)
    if length > limits.CONTENT_CHARS.most or len(article.html.encode()) > limits.CONTENT_BYTES.most:
        message = _("正文连同排版代码约 %(n)d 个字符，公众号要求少于 2 万，请精简排版或拆分文章。") % {"n": length}
        yield FormatIssue("html_too_long", "html", message, block=True)
    elif length > limits.CONTENT_CHARS.warn:
        message = _("正文连同排版代码约 %(n)d 个字符，接近公众号 2 万的上限。") % {"n": length}
        yield FormatIssue("html_long", "html", message, block=False)
    if foreign := html.foreign_pictures(article.html):
        message = _("正文有 %(n)d 张外部图片，公众号会直接去掉，请改为上传。") % {"n": len(foreign)}
        yield FormatIssue("foreign_picture", "html", message, block=True)
    if missing := set(shas) - {picture.sha256 for picture in article.pictures}:
        yield FormatIssue(
            "picture_missing", "html", _("正文引用的 %(n)d 张图片没有随稿保存。") % {"n": len(missing)}, block=True
        )


def _pictures(article: Post) -> Iterator[FormatIssue]:
    for picture in article.pictures:
        if picture.mime not in limits.BODY_PICTURE_TYPES:
            message = _("正文图片「%(name)s」不是 JPG 或 PNG，公众号不接受。") % {"name": picture.name}
            yield FormatIssue("picture_type", "html", message, block=True)
        elif len(picture.data) > limits.BODY_PICTURE.most:
            message = _("正文图片「%(name)s」超过 1 MB，公众号不接受，请压缩后重新上传。") % {"name": picture.name}
            yield FormatIssue("picture_too_large", "html", message, block=True)
    if article.cover is None:
        yield FormatIssue("cover_missing", "cover", _("公众号文章必须有封面。"), block=True)
        return
    if article.cover.mime not in limits.COVER_TYPES:
        yield FormatIssue("cover_type", "cover", _("封面须为 JPG、PNG、GIF 或 BMP。"), block=True)
    elif len(article.cover.data) > limits.COVER.most:
        yield FormatIssue("cover_too_large", "cover", _("封面超过 10 MB。"), block=True)
