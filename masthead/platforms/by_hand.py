"""The ground of platforms that a person serves by hand: limits as data, one check and one kit made of them. No calls, no keys."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from masthead.platforms.base import PlatformConnector
from masthead.platforms.contract import FormatIssue, Kit, KitField, Post
from masthead.platforms.setup import Setup, Words
from masthead.platforms.wording import tags_of, text_of

MB = 1024 * 1024
PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})


@dataclass(frozen=True)
class WordLimit:
    """How long one field may be. `mark` sure | likely | unsure: only what is sure refuses, the rest warns. 0 = none known."""

    field: str
    label: Words
    most: int
    mark: str
    least: int = 0
    count: Callable[[str], float] = len
    required: bool = False


@dataclass(frozen=True)
class MediaLimit:
    """Pictures and tags of one post: numbers, bytes, and the ratio (width, height) that the platform shows best."""

    pictures: tuple[int, int] = (0, 0)
    pictures_mark: str = "likely"
    picture_bytes: int = 20 * MB
    picture_types: frozenset[str] = PICTURE_TYPES
    ratio: tuple[int, int] | None = None
    longest_side: int = 0  # pixels of the rendition; 0 = as it is
    tags: int = 0
    tags_mark: str = "likely"
    needs_media: bool = False


@dataclass(frozen=True)
class Rules:
    """All that is known of a platform's own publishing page."""

    words: Sequence[WordLimit] = ()
    media: MediaLimit = field(default_factory=MediaLimit)
    tag_form: str = "#{}"
    open_url: str = ""
    link_hosts: Sequence[str] = ()
    checklist: Sequence[Words] = ()
    picture_note: Words = ""


class ByHandConnector(PlatformConnector):
    """Checks and kits from `rules`; a platform says how its fields are called and filled."""

    setup = Setup()
    figures_key = "work_link"
    rules = Rules()

    def words_of(self, post: Post) -> dict[str, str]:
        """The text of each field that the rules name."""
        return {"title": post.title.strip(), "text": text_of(post)}

    def validate(self, post: Post) -> list[FormatIssue]:
        words = self.words_of(post)
        return [
            *(issue for limit in self.rules.words for issue in _word_issues(limit, words.get(limit.field, ""))),
            *_media_issues(self.rules.media, post),
        ]

    def kit(self, post: Post) -> Kit:
        words = self.words_of(post)
        fields = [
            KitField(limit.field, limit.label, words[limit.field], most=limit.most, length=round(limit.count(words[limit.field])))
            for limit in self.rules.words
            if words.get(limit.field)
        ]  # fmt: skip
        if tags := tags_of(post, form=self.rules.tag_form, most=self.rules.media.tags):
            # A blank behind every tag: without it the app reads two tags as one.
            fields.append(KitField("tags", gettext_lazy("话题"), " ".join(tags) + " ", most=self.rules.media.tags, length=len(tags)))  # fmt: skip
        return Kit(
            self.rules.open_url, fields, self.rules.checklist, pictures=[p.sha256 for p in post.pictures],
            picture_note=self.rules.picture_note, cover=post.cover.sha256 if post.cover else "",
            video=post.video is not None, link_hosts=self.rules.link_hosts,
            picture_side=self.rules.media.longest_side,
        )  # fmt: skip


def _word_issues(limit: WordLimit, text: str) -> Iterator[FormatIssue]:
    length, sure = limit.count(text), limit.mark == "sure"
    if not text:
        if limit.required:
            words = _("%(what)s不能为空。") % {"what": limit.label}
            yield FormatIssue(f"{limit.field}_empty", limit.field, words, block=True)
        return
    if limit.most and length > limit.most:
        words = _("%(what)s有 %(n)d 个字，平台最多 %(most)d 个。") % {
            "what": limit.label, "n": -int(-length // 1), "most": limit.most,
        }  # fmt: skip
        yield FormatIssue(f"{limit.field}_too_long", limit.field, words, block=sure)
    if length < limit.least:
        words = _("%(what)s只有 %(n)d 个字，平台一般要求至少 %(least)d 个。") % {
            "what": limit.label, "n": int(length), "least": limit.least,
        }  # fmt: skip
        yield FormatIssue(f"{limit.field}_too_short", limit.field, words, block=sure)


def _media_issues(rules: MediaLimit, post: Post) -> Iterator[FormatIssue]:
    least, most = rules.pictures
    count = len(post.pictures)
    if rules.needs_media and not count and post.video is None:
        yield FormatIssue("media_missing", "pictures", _("这个平台的作品至少要有一张图片或一个视频。"), block=True)
    elif post.video is None and count and not least <= count <= (most or count):
        words = _("有 %(n)d 张图片，平台一般接受 %(least)d 至 %(most)d 张。") % {
            "n": count,
            "least": least,
            "most": most,
        }
        yield FormatIssue("pictures_number", "pictures", words, block=rules.pictures_mark == "sure")
    for picture in post.pictures:
        if picture.mime not in rules.picture_types:
            words = _("图片「%(name)s」的格式平台可能不接受，建议用 JPG、PNG 或 WebP。") % {"name": picture.name}
            yield FormatIssue("picture_type", "pictures", words, block=False)
        if len(picture.data) > rules.picture_bytes:
            words = _("图片「%(name)s」超过 %(n)d MB，平台可能不接受。") % {
                "name": picture.name,
                "n": rules.picture_bytes // MB,
            }
            yield FormatIssue("picture_too_large", "pictures", words, block=False)
        elif rules.ratio and (note := _ratio_note(picture.name, picture.data, rules.ratio)):
            yield FormatIssue("picture_ratio", "pictures", note, block=False)
    tags = tags_of(post)
    if rules.tags and len(tags) > rules.tags:
        words = _("有 %(n)d 个话题，平台最多 %(most)d 个，发布包只取前 %(most)d 个。") % {
            "n": len(tags),
            "most": rules.tags,
        }
        yield FormatIssue("tags_number", "tags", words, block=rules.tags_mark == "sure")


def _ratio_note(name: str, data: bytes, ratio: tuple[int, int]) -> str:
    """'' or how the platform will cut the picture."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
    except OSError:
        return ""
    if abs(width / height - ratio[0] / ratio[1]) < 0.05:
        return ""
    return _("图片「%(name)s」是 %(w)d×%(h)d，平台按 %(rw)d:%(rh)d 展示，四周可能被裁切，请把要点放在中间。") % {
        "name": name, "w": width, "h": height, "rw": ratio[0], "rh": ratio[1],
    }  # fmt: skip
