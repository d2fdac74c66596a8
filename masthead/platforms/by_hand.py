"""The ground of platforms that a person serves by hand: limits as data, one check and one kit made of them. No calls, no keys."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from masthead.platforms.base import PlatformConnector
from masthead.platforms.contract import FormatIssue, Kit, KitField, Post
from masthead.platforms.limits import MB, Limit
from masthead.platforms.setup import Setup, Words
from masthead.platforms.wording import tags_of, text_of

PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})


@dataclass(frozen=True)
class WordLimit:
    """How long one field may be; only what is sure refuses, the rest warns. `limit` None = none known."""

    field: str
    label: Words
    limit: Limit | None = None
    least: int = 0
    count: Callable[[str], float] = len
    required: bool = False

    @property
    def most(self) -> int:
        return self.limit.most if self.limit else 0

    @property
    def is_sure(self) -> bool:
        return self.limit is not None and self.limit.mark == "sure"


@dataclass(frozen=True)
class MediaLimit:
    """Pictures and tags of one post: numbers, bytes, and the ratio (width, height) that the platform shows best."""

    pictures: Limit | None = None
    picture_bytes: Limit | None = None
    picture_types: frozenset[str] = PICTURE_TYPES
    ratio: tuple[int, int] | None = None
    longest_side: int = 0  # pixels of the rendition; 0 = as it is
    tags: Limit | None = None
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
        if tags := tags_of(post, form=self.rules.tag_form, most=most_of(self.rules.media.tags)):
            # A blank behind every tag: without it the app reads two tags as one.
            fields.append(KitField("tags", gettext_lazy("话题"), " ".join(tags) + " ", most=most_of(self.rules.media.tags), length=len(tags)))  # fmt: skip
        return Kit(
            self.rules.open_url, fields, self.rules.checklist, pictures=[p.sha256 for p in post.pictures],
            picture_note=self.rules.picture_note, cover=post.cover.sha256 if post.cover else "",
            video=post.video is not None, link_hosts=self.rules.link_hosts,
            picture_side=self.rules.media.longest_side,
        )  # fmt: skip


def most_of(limit: Limit | None) -> int:
    """The number in force; 0 = none known."""
    return limit.most if limit else 0


def _word_issues(limit: WordLimit, text: str) -> Iterator[FormatIssue]:
    length, sure = limit.count(text), limit.is_sure
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
    most, heaviest, tags_most = most_of(rules.pictures), most_of(rules.picture_bytes), most_of(rules.tags)
    count = len(post.pictures)
    if rules.needs_media and not count and post.video is None:
        yield FormatIssue("media_missing", "pictures", _("这个平台的作品至少要有一张图片或一个视频。"), block=True)
    elif post.video is None and most and count > most:
        words = _("有 %(n)d 张图片，平台一般最多 %(most)d 张。") % {"n": count, "most": most}
        yield FormatIssue("pictures_number", "pictures", words, block=_is_sure(rules.pictures))
    for picture in post.pictures:
        if picture.mime not in rules.picture_types:
            words = _("图片「%(name)s」的格式平台可能不接受，建议用 JPG、PNG 或 WebP。") % {"name": picture.name}
            yield FormatIssue("picture_type", "pictures", words, block=False)
        if heaviest and len(picture.data) > heaviest:
            words = _("图片「%(name)s」超过 %(n)d MB，平台可能不接受。") % {
                "name": picture.name,
                "n": heaviest // MB,
            }
            yield FormatIssue("picture_too_large", "pictures", words, block=False)
        elif rules.ratio and (note := _ratio_note(picture.name, picture.data, rules.ratio)):
            yield FormatIssue("picture_ratio", "pictures", note, block=False)
    tags = tags_of(post)
    if tags_most and len(tags) > tags_most:
        words = _("有 %(n)d 个话题，平台最多 %(most)d 个，发布包只取前 %(most)d 个。") % {
            "n": len(tags),
            "most": tags_most,
        }
        yield FormatIssue("tags_number", "tags", words, block=_is_sure(rules.tags))


def _is_sure(limit: Limit | None) -> bool:
    return limit is not None and limit.mark == "sure"


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
