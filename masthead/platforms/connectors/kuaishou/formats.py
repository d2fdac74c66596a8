"""Which rules of 快手 a post breaks, before anything is sent."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from masthead.platforms.connectors.kuaishou import limits
from masthead.platforms.contract import FormatIssue, Post
from masthead.platforms.wording import tags_of, text_of


def caption_of(post: Post) -> str:
    """Words and topics in one: the platform has no fields of their own."""
    text = text_of(post).strip()
    tags = [tag for tag in tags_of(post, form="#{}", most=limits.TAGS.most) if tag not in text]
    return " ".join([text, *tags]).strip()


def issues_of(post: Post) -> list[FormatIssue]:
    return [*_words(post), *_video(post), *_cover(post)]


def _words(post: Post) -> Iterator[FormatIssue]:
    length = len(caption_of(post))
    if not text_of(post).strip():
        yield FormatIssue("text_empty", "text", _("快手作品的文案不能为空。"), block=True)
    if length > limits.CAPTION.most:
        message = _("文案连同话题有 %(n)d 个字，快手最多 %(most)d 个。") % {"n": length, "most": limits.CAPTION.most}
        yield FormatIssue("text_too_long", "text", message, block=True)
    if len(tags_of(post)) > limits.TAGS.most:
        message = _("话题有 %(n)d 个，只带上前 %(most)d 个。") % {"n": len(tags_of(post)), "most": limits.TAGS.most}
        yield FormatIssue("tags_too_many", "tags", message, block=False)


def _video(post: Post) -> Iterator[FormatIssue]:
    video = post.video
    if video is None:
        yield FormatIssue(
            "video_missing",
            "video",
            _("快手的接口只发布视频：请为稿件添加视频，或在快手 App 里人工发布图文。"),
            block=True,
        )
        return
    if video.mime not in limits.VIDEO_TYPES:
        yield FormatIssue("video_type", "video", _("视频须为 MP4 或 MOV。"), block=True)
    if not video.size:
        yield FormatIssue("video_empty", "video", _("视频是空的，请重新上传。"), block=True)
    if video.size > limits.VIDEO.most:
        yield FormatIssue("video_too_large", "video", _("视频超过 4 GB，请压缩后重新上传。"), block=True)
    elif video.size > limits.VIDEO.warn or video.seconds > limits.VIDEO_SECONDS.warn:
        yield FormatIssue(
            "video_large", "video", _("视频较大或较长，快手没有公布接口的上限，可能被拒绝。"), block=False
        )


def _cover(post: Post) -> Iterator[FormatIssue]:
    if post.cover is None:
        yield FormatIssue("cover_missing", "cover", _("快手作品必须有封面。"), block=True)
    elif post.cover.mime not in limits.COVER_TYPES:
        yield FormatIssue("cover_type", "cover", _("封面须为 JPG、PNG、BMP 或 WebP。"), block=True)
    elif len(post.cover.data) >= limits.COVER.most:
        yield FormatIssue("cover_too_large", "cover", _("封面达到或超过 10 MB，请压缩。"), block=True)
