"""Which rules a post breaks, before anything is sent."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from masthead.platforms.connectors.mastodon import limits, wording
from masthead.platforms.contract import FormatIssue, Post
from masthead.platforms.wording import text_of


def issues_of(post: Post) -> list[FormatIssue]:
    """Everything at once, so that an editor corrects once."""
    return [*_words(post), *_pictures(post), *_video(post)]


def _words(post: Post) -> Iterator[FormatIssue]:
    text = wording.status_text(post)
    if not text_of(post).strip() and not post.pictures and post.video is None:
        yield FormatIssue("text_empty", "text", _("正文不能为空。"), block=True)
    length, most = wording.length_of(text, limits.most("url_counts")), limits.most("text")
    if length > most:
        message = _("正文连同话题和链接有 %(n)d 个字，Mastodon 一般最多 %(most)d 个。") % {"n": length, "most": most}
        yield FormatIssue("text_too_long", "text", message, block=True)


def _pictures(post: Post) -> Iterator[FormatIssue]:
    count, most = len(post.pictures), limits.most("pictures")
    if count > most:
        message = _("有 %(n)d 张图片，Mastodon 最多 %(most)d 张。") % {"n": count, "most": most}
        yield FormatIssue("too_many_pictures", "pictures", message, block=True)
    if count and post.video is not None:
        yield FormatIssue("pictures_and_video", "video", _("图片和视频不能放在同一条里。"), block=True)
    for picture in post.pictures:
        if picture.mime not in limits.PICTURE_TYPES:
            message = _("图片「%(name)s」的格式不被接受，请用 JPG、PNG、GIF 或 WebP。") % {"name": picture.name}
            yield FormatIssue("picture_type", "pictures", message, block=True)
        elif len(picture.data) > limits.most("picture_bytes"):
            message = _("图片「%(name)s」太大，请压缩后重新上传。") % {"name": picture.name}
            yield FormatIssue("picture_too_large", "pictures", message, block=True)
        if not picture.alt:
            message = _("图片「%(name)s」没有文字说明，看不见图的读者读不到内容。") % {"name": picture.name}
            yield FormatIssue("alt_missing", "pictures", message, block=False)


def _video(post: Post) -> Iterator[FormatIssue]:
    if post.video is None:
        return
    if post.video.mime not in limits.VIDEO_TYPES:
        yield FormatIssue("video_type", "video", _("视频须为 MP4、WebM 或 MOV。"), block=True)
    elif post.video.size > limits.most("video_bytes"):
        yield FormatIssue("video_too_large", "video", _("视频太大，请压缩后重新上传。"), block=True)
