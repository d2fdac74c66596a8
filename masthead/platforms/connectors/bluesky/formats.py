"""Which rules of the platform a post breaks, before anything is sent."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from masthead.platforms.connectors.bluesky import limits, wording
from masthead.platforms.contract import FormatIssue, Post
from masthead.platforms.wording import text_of


def issues_of(post: Post) -> list[FormatIssue]:
    """Everything at once, so that an editor corrects once."""
    return [*_words(post), *_pictures(post)]


def _words(post: Post) -> Iterator[FormatIssue]:
    card = wording.has_card(post)
    text = wording.words_of(post, link_in_text=not card)
    if not text_of(post).strip() and not post.pictures:  # topics and a link alone say nothing
        yield FormatIssue("text_empty", "text", _("帖文没有文字，也没有图片。"), block=True)
    count = wording.graphemes(text)
    if count > limits.TEXT_GRAPHEMES.most:
        message = _("帖文连同话题和链接有 %(n)d 个字，Bluesky 最多 300 个。请为这个账号另写短文。") % {"n": count}
        yield FormatIssue("text_too_long", "text", message, block=True)
    elif len(text.encode()) > limits.TEXT_BYTES.most:
        yield FormatIssue("text_too_long", "text", _("帖文超过 3000 字节，请减少表情符号。"), block=True)
    for tag in post.tags:
        if wording.graphemes(tag) > limits.TAG_GRAPHEMES.most:
            yield FormatIssue("tag_too_long", "tags", _("话题「%(tag)s」超过 64 个字。") % {"tag": tag}, block=True)
    if post.video is not None:
        message = _("Bluesky 接入不上传视频，请在平台的应用中发布，或改为链接。")
        yield FormatIssue("video", "video", message, block=True)


def _pictures(post: Post) -> Iterator[FormatIssue]:
    if wording.has_card(post):
        if len(post.pictures) > 0:
            message = _("文章以链接卡片发布，正文中的图片不会出现在帖文里。")
            yield FormatIssue("pictures_in_card", "pictures", message, block=False)
        return
    if len(post.pictures) > limits.PICTURES.most:
        message = _("图片有 %(n)d 张，Bluesky 最多 4 张。") % {"n": len(post.pictures)}
        yield FormatIssue("too_many_pictures", "pictures", message, block=True)
    for picture in post.pictures:
        if not picture.mime.startswith("image/"):
            message = _("「%(name)s」不是图片。") % {"name": picture.name}
            yield FormatIssue("picture_type", "pictures", message, block=True)
        elif len(picture.data) > limits.BLOB_BYTES.most:
            message = _("图片「%(name)s」超过 1 MB，发布时会自动压缩。") % {"name": picture.name}
            yield FormatIssue("picture_large", "pictures", message, block=False)
