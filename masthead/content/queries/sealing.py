"""What exactly is approved: the canonical form of a draft and its digest. Every later comparison goes through here."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet, Value
from django.utils.translation import gettext as _

from masthead.content import errors
from masthead.content.documents import plain_text
from masthead.content.models import Annotation, AnnotationState, Claim, ClaimState, Draft, Revision
from masthead.content.queries.library_rights import rights_issues
from masthead.content.states import DraftState
from masthead.core import clock
from masthead.core.digest import digest_of

# The columns of a draft that its seal is computed from and held against.
OF_A_SEAL = (
    "state", "approved_hash", "approved_revision", "window_start", "window_end", "declared", "revision__draft",
    *(f"revision__{name}" for name in ("title", "byline", "digest", "html", "source_url", "pictures", "variants", "tags", "settings")),
    "revision__cover__sha256", "revision__video__sha256",
)  # fmt: skip


@dataclass(frozen=True)
class Gap:
    """Something that must be there before review. `field` = title|html|cover|accounts|window|claims|annotations|rights."""

    field: str
    message: str


def words_payload(revision: Revision) -> dict[str, Any]:
    """Canonical form of words and pictures of one version. What came later than the first form is in it only when set: old hashes stay."""
    later = {
        "tags": revision.tags,
        "settings": revision.settings,
        "video": revision.video.sha256 if revision.video else "",
    }
    return {
        "title": revision.title,
        "byline": revision.byline,
        "digest": revision.digest,
        "html": revision.html,
        "source_url": revision.source_url,
        "cover": revision.cover.sha256 if revision.cover else "",
        "pictures": list(revision.pictures),
        "variants": revision.variants,
        **{name: value for name, value in later.items() if value},
    }


def words_hash(revision: Revision) -> str:
    """Digest of words and pictures alone."""
    return digest_of(words_payload(revision))


def seal_hash(
    revision: Revision,
    *,
    account_ids: Iterable[int],
    start: dt.datetime | None,
    end: dt.datetime | None,
    declared: Mapping[str, Any] | None = None,
) -> str:
    """Digest of everything that is approved together: words, pictures, accounts, window and what is declared."""
    rest = {"accounts": sorted(account_ids), "window_start": start, "window_end": end}
    return digest_of(words_payload(revision) | rest | ({"declared": dict(declared)} if declared else {}))


def content_hash(draft: Draft) -> str:
    """The seal of the draft as it stands now, read anew from the database. Raises RuleBroken while there is no text.

    Nothing is taken from the instance: a page or an earlier step may hold an old one.
    """
    return hash_as_read(Draft.objects.select_related("revision__cover", "revision__video").get(pk=draft.pk))


def hash_as_read(draft: Draft) -> str:
    """The same of a row that was read with its text at this very moment; the accounts are read here. Raises RuleBroken without text.

    Whoever holds a row for longer than a breath uses `content_hash`.
    """
    if draft.revision is None:
        raise errors.incomplete([_("还没有正文")])
    accounts = draft.accounts.order_by("pk").values_list("pk", flat=True)
    return seal_hash(
        draft.revision, account_ids=accounts, start=draft.window_start, end=draft.window_end, declared=draft.declared
    )


def shown_hash(draft: Draft) -> str:
    """The seal of a draft that was read with its accounts just now, for pages; decisions use content_hash."""
    if draft.revision is None:
        return ""
    keys = [a.pk for a in draft.accounts.all()]
    return seal_hash(
        draft.revision, account_ids=keys, start=draft.window_start, end=draft.window_end, declared=draft.declared
    )


def require_seal(draft: Draft, expected_hash: str) -> None:
    """Raise unless the draft is approved and neither its text nor its accounts or window moved since."""
    _require_seal(draft, expected_hash, content_hash)


def require_seal_as_read(draft: Draft, expected_hash: str) -> None:
    """`require_seal` of a row that was read with its text at this very moment."""
    _require_seal(draft, expected_hash, hash_as_read)


def _require_seal(draft: Draft, expected_hash: str, seal_of: Callable[[Draft], str]) -> None:
    if draft.state != DraftState.APPROVED:
        raise errors.not_approved()
    if not (draft.approved_hash == expected_hash == seal_of(draft)):
        raise errors.seal_moved()


class Planned(StrEnum):
    """What a planned time means for the approval of a draft."""

    KEEPS = "keeps"  # inside the approved window: the seal holds
    VOIDS = "outside_window"  # only a new window, and with it a new approval, allows it
    NO_WINDOW = "no_window"
    OVER = "window_over"


def planned_time(draft: Draft, planned_at: dt.datetime, *, now: dt.datetime | None = None) -> Planned:
    """The one rule about time and seal, for every door (page, API, drag, import): what is approved is a window, and any time inside keeps it.

    The window is taken from the draft as it was read; both ends belong to it. A window that has passed allows nothing any more.
    """
    if draft.window_start is None or draft.window_end is None:
        return Planned.NO_WINDOW
    if (now or clock.now()) > draft.window_end:
        return Planned.OVER
    return Planned.KEEPS if draft.window_start <= planned_at <= draft.window_end else Planned.VOIDS


def gaps_of(draft: Draft) -> list[Gap]:
    """What is still missing before the draft can go to review."""
    found, revision = [], draft.revision
    if revision is None or not revision.title.strip():
        found.append(Gap("title", _("缺少标题")))
    if revision is None or (not plain_text(revision.html) and not revision.pictures):
        found.append(Gap("html", _("还没有正文")))
    if revision is None or revision.cover_id is None:
        found.append(Gap("cover", _("缺少封面图")))
    if not draft.accounts.all():
        found.append(Gap("accounts", _("没有选择发布账号")))
    if draft.window_start is None or draft.window_end is None:
        found.append(Gap("window", _("没有计划发布时间")))
    elif draft.window_end <= clock.now():
        found.append(Gap("window", _("计划发布时间已经过去")))
    claims, remarks = _waiting(draft)
    if claims:
        found.append(Gap("claims", _("还有 %(n)d 条论断没有来源") % {"n": claims}))
    if remarks:
        found.append(Gap("annotations", _("还有 %(n)d 条必须处理的批注没有答复") % {"n": remarks}))
    found += [
        Gap("rights", _("素材「%(name)s」%(why)s") % {"name": i.material.name, "why": i.message})
        for i in rights_issues(draft)
    ]
    return found


def _waiting(draft: Draft) -> tuple[int, int]:
    """(claims without a source, remarks without an answer); one query."""
    claims = Claim.objects.filter(draft=draft.pk, state=ClaimState.OPEN).values_list(Value("claim"))
    remarks = unanswered(draft).values_list(Value("remark"))
    kinds = [kind for (kind,) in claims.union(remarks, all=True)]
    return kinds.count("claim"), kinds.count("remark")


def unanswered(draft: Draft) -> QuerySet[Annotation]:
    """Remarks that must be dealt with and that nobody answered, settled or withdrew yet."""
    return Annotation.objects.filter(draft=draft, state=AnnotationState.OPEN, blocking=True)
