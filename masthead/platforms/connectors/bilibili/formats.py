"""Which rules of B 站 a post breaks, before anything is sent: a video when the post has one, else an article."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from masthead.platforms.connectors.bilibili import limits, works
from masthead.platforms.connectors.bilibili.submissions import tag_line
from masthead.platforms.contract import FormatIssue, Picture, Post
from masthead.platforms.wording import tags_of


def issues_of(post: Post) -> list[FormatIssue]:
    own = _video(post) if works.kind_of(post) == works.VIDEO else _article(post)
    return [*_title(post), *own, *_cover(post)]


def _title(post: Post) -> Iterator[FormatIssue]:
    title = post.title.strip()
    limit = limits.TITLE if works.kind_of(post) == works.VIDEO else limits.ARTICLE_TITLE
    facts = {"n": len(title), "most": limit.most}
    if not title:
        yield FormatIssue("title_empty", "title", _("B 站稿件必须有标题。"), block=True)
    elif len(title) > limit.most:
        yield FormatIssue("title_too_long", "title", _("标题有 %(n)d 个字，B 站最多 %(most)d 个。") % facts, block=True)
    elif limit.warn and len(title) > limit.warn:
        yield FormatIssue(
            "title_long", "title", _("标题正好 %(n)d 个字，B 站可能要求少于 80 个。") % facts, block=False
        )


def _video(post: Post) -> Iterator[FormatIssue]:
    video = post.video
    assert video is not None
    if video.mime not in limits.VIDEO_TYPES:
        yield FormatIssue("video_type", "video", _("视频须为 MP4、MOV 或 FLV。"), block=True)
    if not video.size:
        yield FormatIssue("video_empty", "video", _("视频是空的，请重新上传。"), block=True)
    if video.size > limits.VIDEO.most:
        yield FormatIssue("video_too_large", "video", _("视频超过 4 GB，B 站不接受，请压缩。"), block=True)
    if video.seconds >= limits.VIDEO_SECONDS.most:
        yield FormatIssue("video_too_long", "video", _("视频达到或超过 5 小时，B 站不接受。"), block=True)
    tags = tags_of(post, form="{}")
    if not tags:
        yield FormatIssue("tags_missing", "tags", _("B 站视频至少要有一个话题（标签）。"), block=True)
    elif tag_line(post) != ",".join(tags):
        yield FormatIssue("tags_too_long", "tags", _("标签合计超过 200 个字，只带上放得下的前几个。"), block=False)
    if not post.options.get("tid"):
        yield FormatIssue("tid_missing", "tags", _("没有指定分区，将使用账号接入信息中的分区。"), block=False)


def _article(post: Post) -> Iterator[FormatIssue]:
    if not post.html.strip():
        yield FormatIssue("html_empty", "html", _("B 站专栏的正文不能为空；发布视频请为稿件添加视频。"), block=True)
    for picture in post.pictures:
        yield from _picture(picture)


def _picture(picture: Picture) -> Iterator[FormatIssue]:
    if picture.mime not in limits.ARTICLE_TYPES:
        message = _("图片「%(name)s」不是 JPG、PNG 或 GIF，B 站不接受。") % {"name": picture.name}
        yield FormatIssue("picture_type", "pictures", message, block=True)
    elif len(picture.data) > limits.ARTICLE_PICTURE.most:
        message = _("图片「%(name)s」超过 5 MB，B 站不接受，请压缩。") % {"name": picture.name}
        yield FormatIssue("picture_too_large", "pictures", message, block=True)


def _cover(post: Post) -> Iterator[FormatIssue]:
    if post.cover is None:
        yield FormatIssue("cover_missing", "cover", _("没有封面，B 站会自动截取画面。"), block=False)
