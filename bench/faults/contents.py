"""Approved contents and their publications in numbers: written straight into the tables, sealed like any other."""

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.faults.accounts import DOMAIN, Opened

AHEAD, BEHIND = dt.timedelta(days=2), dt.timedelta(hours=6)  # an approved window that outlives every jump of the clock
CHUNK = 500


@dataclass(frozen=True)
class Wanted:
    """One post that must exist exactly once: its mark, on which account."""

    mark: str
    platform: str
    emulator: str
    app_id: str


def plan(opened: list[Opened], *, author: Any, publisher: Any, count: int, seed: int) -> list[Wanted]:
    """`count` publications, the accounts in turn, all due now."""
    wanted: list[Wanted] = []
    for number, one in enumerate(opened):
        mine = [f"春茶日记{seed % 100_000:05d}-{n:06d}" for n in range(number, count, len(opened))]
        if mine:
            _plan_for(one, mine, author, publisher)
        wanted += [Wanted(mark, one.kind.key, one.kind.emulator, one.app_id) for mark in mine]
    return wanted


def _plan_for(one: Opened, marks: list[str], author: Any, publisher: Any) -> None:
    from django.db import transaction

    from masthead.publishing.testing import make_approved

    with transaction.atomic():
        model = make_approved(author, one.account, title=f"样稿 {one.account.name}")
        film = _film() if one.kind.key in ("kuaishou", "bilibili") else None
        for start in range(0, len(marks), CHUNK):
            _copies(model, one, marks[start : start + CHUNK], film, publisher)


def _copies(model: Any, one: Opened, marks: list[str], film: Any, publisher: Any) -> None:
    """Draft, version, seal and publication of each mark."""
    from masthead.content.models import Draft, Revision
    from masthead.content.queries import seal_hash
    from masthead.core import clock
    from masthead.publishing.models import Publication

    now = clock.now()
    start, end = now - BEHIND, now + AHEAD
    empty = {"state": "draft", "approved_hash": "", "revision_id": None, "approved_revision_id": None}
    base = _columns(model) | empty | {"window_start": start, "window_end": end}
    drafts = Draft.objects.bulk_create([Draft(**(base | {"title": mark})) for mark in marks])
    Draft.accounts.through.objects.bulk_create(
        [Draft.accounts.through(draft_id=draft.pk, account_id=one.account.pk) for draft in drafts]
    )
    words, cover = _columns(model.approved_revision), model.approved_revision.cover
    texts = []
    for draft in drafts:
        own = _own_words(one, draft.title)
        given = words | {
            "title": draft.title,
            "draft_id": draft.pk,
            "source_url": f"https://www.{DOMAIN}/spring",
            "variants": own,
        }
        given |= {"video_id": film.pk if film and _is_film(one, draft.title) else None}
        texts.append(Revision(**(given | ({"tags": ["春茶", "蒙顶山"]} if one.kind.key == "bilibili" else {}))))
    Revision.objects.bulk_create(texts)
    for draft, text in zip(drafts, texts, strict=True):
        text.cover = cover
        draft.revision_id = draft.approved_revision_id = text.pk
        draft.approved_hash = seal_hash(text, account_ids=[one.account.pk], start=start, end=end)
        draft.state = "approved"
    Draft.objects.bulk_update(drafts, ["revision_id", "approved_revision_id", "approved_hash", "state"])
    Publication.objects.bulk_create([_publication(d, one.account, publisher, now) for d in drafts])


def _publication(draft: Any, account: Any, publisher: Any, due: dt.datetime) -> Any:
    from masthead.publishing.models import Publication
    from masthead.publishing.states import PublicationState

    return Publication(
        draft=draft, revision_id=draft.approved_revision_id, account=account, unit_id=draft.unit_id, title=draft.title,
        content_hash=draft.approved_hash, case_id=draft.case_id, planned_at=due, window_start=draft.window_start,
        window_end=draft.window_end, due_at=due, next_try_at=due, scheduled_by=publisher, scheduled_at=due,
        state=PublicationState.SCHEDULED,
    )  # fmt: skip


def _own_words(one: Opened, mark: str) -> dict[str, Any]:
    """Short platforms have words of their own."""
    if one.kind.key not in ("weibo", "mastodon", "bluesky"):
        return {}
    return {str(one.account.pk): {"text": f"{mark}：第一批芽头可以采了。", "form": "pictures"}}


def _is_film(one: Opened, mark: str) -> bool:
    """快手 takes films only; of B 站 every second one is an article."""
    return one.kind.key == "kuaishou" or int(mark[-1]) % 2 == 0


def _film() -> Any:
    from masthead.core.digest import digest_bytes
    from masthead.core.files.actions import adopt_file
    from masthead.platforms.testing import make_video

    with make_video(8_000).open() as source:
        data = source.read()
    path = Path(tempfile.mkdtemp()) / "film.mp4"
    path.write_bytes(data)
    return adopt_file(
        path=path, digest=digest_bytes(data), mime="video/mp4", name="采茶.mp4", use="content.video", stored_by_id=None
    )  # fmt: skip


def _columns(row: Any) -> dict[str, Any]:
    """The row's own values, the key left out."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
