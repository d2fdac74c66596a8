"""Which rules of 微博 a post breaks, before anything is sent."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from masthead.platforms.connectors.weibo import limits, words
from masthead.platforms.contract import FormatIssue, Post
from masthead.platforms.wording import half_width_length


def issues_of(post: Post) -> list[FormatIssue]:
    return [*_text(post), *_link(post), *_pictures(post)]


def _text(post: Post) -> Iterator[FormatIssue]:
    text = words.words_of(post)
    if not words.core_of(text):
        yield FormatIssue("text_empty", "text", _("微博正文不能为空。"), block=True)
    length, limit = half_width_length(text), limits.LONG if words.is_paid(post) else limits.SHORT
    facts = {"n": round(length), "most": limit.most}
    if length > limit.most:
        yield FormatIssue(
            "text_too_long",
            "text",
            _("微博正文连同链接约 %(n)d 个字，最多 %(most)d 个，请写短或单独填写微博正文。") % facts,
            block=True,
        )
    elif limit.warn and length > limit.warn:
        yield FormatIssue(
            "text_long", "text", _("正文约 %(n)d 个字，将作为长微博发布，须账号有长微博权限。") % facts, block=False
        )


def _link(post: Post) -> Iterator[FormatIssue]:
    if words.is_paid(post):
        return
    links, domain = words.links_in(words.words_of(post)), post.options.get("safe_domain", "")
    if not links:
        yield FormatIssue("link_missing", "link", _("微博免费接口要求正文带有公司网站的链接，请填写链接。"), block=True)
    elif domain and not any(words.below(link, domain) for link in links):
        message = _("链接须在安全域名 %(domain)s 之下，微博才会接受。") % {"domain": domain}
        yield FormatIssue("link_foreign", "link", message, block=True)
    if tags := post.tags:
        message = _("微博免费接口会去掉话题，%(n)d 个话题不会带上。") % {"n": len(tags)}
        yield FormatIssue("tags_dropped", "tags", message, block=False)


def _pictures(post: Post) -> Iterator[FormatIssue]:
    if post.video is not None:
        yield FormatIssue("video", "video", _("微博没有开放视频发布接口，请按发布包人工发布。"), block=True)
    shown = words.pictures_of(post)
    limit = limits.PICTURES_PAID if words.is_paid(post) else limits.PICTURES_FREE
    if len(shown) > limit.most:
        message = _("有 %(n)d 张图片，微博接口最多带 %(most)d 张，请减少图片或按发布包人工发布。") % {
            "n": len(shown),
            "most": limit.most,
        }
        yield FormatIssue("pictures_too_many", "pictures", message, block=True)
    for picture in shown:
        if picture.mime not in limits.PICTURE_TYPES:
            message = _("图片「%(name)s」不是 JPG、PNG 或 GIF，微博不接受。") % {"name": picture.name}
            yield FormatIssue("picture_type", "pictures", message, block=True)
        elif len(picture.data) > limits.PICTURE.most:
            message = _("图片「%(name)s」达到或超过 5 MB，微博不接受，请压缩。") % {"name": picture.name}
            yield FormatIssue("picture_too_large", "pictures", message, block=True)
