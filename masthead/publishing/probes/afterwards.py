"""Clause 3.3.3 after the publishing: still there, looked at in time, evidence kept and untouched, taken down with reason and second look."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.publishing import queries
from masthead.publishing.after_states import VerifyState, WithdrawalState
from masthead.publishing.limits import limits
from masthead.publishing.models import Correction, Evidence, OwnComment, Publication, Withdrawal
from masthead.publishing.probes.after_seeds import seed_gone, seed_lonely, seed_unkept, seed_unread_words
from masthead.publishing.probes.population import PORTION, in_portions, verdict
from masthead.publishing.states import PublicationState
from masthead.trail.probes import Verdict, Window, probe

V, W = VerifyState, WithdrawalState


def _confirmed(window: Window) -> Iterator[list[Publication]]:
    """Everything whose publication was confirmed in the window, taken down or not."""
    rows = Publication.objects.filter(
        published_at__gte=window.start, published_at__lt=window.end, state__in=queries.OUT
    )
    yield from in_portions(rows.select_related("account").order_by("pk").iterator(chunk_size=PORTION))


@probe(
    "3.3.3.still_there",
    clause="3.3.3",
    title=gettext_lazy("已发布的内容仍在平台，未被改动"),
    why=gettext_lazy("以为已发布、其实被平台下架或被人改过的内容，读者看不到或看到的不是审核过的版本。"),
    seed=seed_gone,
    weight=3,
)
def still_there(window: Window) -> Iterator[Verdict]:
    """Every confirmed post: the looks were made in time and none found it gone or changed. Withdrawn ones and those that cannot be asked are exempt."""
    edge = clock.now() - dt.timedelta(seconds=limits().verified_late_seconds)
    for portion in _confirmed(window):
        for row in portion:
            passed, reason = _standing(row, edge)
            yield verdict(row, passed=passed, reason=reason, looks=row.verify_no)


def _standing(row: Publication, edge: dt.datetime) -> tuple[bool | None, str]:
    if row.state == PublicationState.WITHDRAWN:
        return None, _("已按程序撤下")
    if row.verify_state in (V.GONE, V.CHANGED):
        return False, row.verify_note or str(V(row.verify_state).label)
    if row.next_verify_at and row.next_verify_at < edge:
        return False, _("到时没有核验")
    if row.verify_state == V.SAME:
        return True, str(V.SAME.label)
    return None, str(V(row.verify_state).label)


@probe(
    "3.3.3.evidence_kept",
    clause="3.3.3",
    title=gettext_lazy("发布凭证已留存且未被改动"),
    why=gettext_lazy("没有链接和截图的发布，过后说不清当时发了什么；被改动过的凭证不能作证。"),
    seed=seed_unkept,
    weight=3,
)
def evidence_kept(window: Window) -> Iterator[Verdict]:
    """Every confirmed post whose first look is over: at least one piece of evidence, and the digests of its files are those written down."""
    edge = clock.now() - dt.timedelta(seconds=limits().verified_late_seconds)
    for portion in _confirmed(window):
        kept: dict[int, list[Evidence]] = {row.pk: [] for row in portion}
        for piece in Evidence.objects.filter(publication__in=list(kept)).select_related("file"):
            kept[piece.publication_id].append(piece)
        for row in portion:
            yield _proved(row, kept[row.pk], edge)


def _proved(row: Publication, pieces: list[Evidence], edge: dt.datetime) -> Verdict:
    if any(not _agrees(piece) for piece in pieces):
        return verdict(row, passed=False, reason=_("凭证与登记的指纹不符"), pieces=len(pieces))
    if pieces:
        return verdict(
            row, passed=True, reason=_("留存 %(n)d 件凭证，指纹相符") % {"n": len(pieces)}, pieces=len(pieces)
        )
    if row.by_hand:
        return verdict(row, passed=True, reason=_("人工发布，凭证经另一人复核"), pieces=0)
    if not row.verified_at and (row.ended_at or row.due_at) > edge:
        return verdict(row, passed=None, reason=_("刚刚发布，凭证留存中"))
    return verdict(row, passed=False, reason=_("没有留存凭证"), pieces=0)


def _agrees(piece: Evidence) -> bool:
    if piece.file is not None:
        return piece.file.sha256 == piece.sha256
    return queries.link_digest(piece.url, piece.title, piece.taken_at) == piece.sha256


@probe(
    "3.3.3.withdrawn_in_order",
    clause="3.3.3",
    title=gettext_lazy("撤下有原因，人工撤下经另一人复核"),
    why=gettext_lazy("没有原因的撤下会被看作掩盖；没有复核的撤下，内容可能还在平台上。"),
    seed=seed_lonely,
    weight=2,
)
def withdrawn_in_order(window: Window) -> Iterator[Verdict]:
    """Every post taken down in the window: a finished withdrawal with a reason; by hand with another person's look."""
    rows = Publication.objects.filter(withdrawn_at__gte=window.start, withdrawn_at__lt=window.end)
    for portion in in_portions(rows.select_related("account").order_by("pk").iterator(chunk_size=PORTION)):
        done = {w.publication_id: w for w in Withdrawal.objects.filter(publication__in=portion, state=W.DONE)}
        for row in portion:
            lacking = _lacking(done.get(row.pk))
            yield verdict(row, passed=not lacking, reason=lacking or _("原因和复核齐全"))


def _lacking(taking: Withdrawal | None) -> str:
    if taking is None or not taking.reason:
        return _("没有撤下的原因")
    if taking.by_hand and (taking.looked_by_id is None or taking.looked_by_id == taking.proved_by_id):
        return _("人工撤下没有另一人复核")
    return ""


@probe(
    "3.3.2.words_below",
    clause="3.3.2",
    title=gettext_lazy("首评和更正说明经审核才发出"),
    why=gettext_lazy("评论也是公司在公开场合说的话；没有经过审核的评论同样要公司负责。"),
    seed=seed_unread_words,
    weight=4,
)
def words_below(window: Window) -> Iterator[Verdict]:
    """Every comment of an account below its own post: the first one stands in the approved version, a correction was read by a second person."""
    rows = OwnComment.objects.filter(Q(made_at__gte=window.start, made_at__lt=window.end))
    related = rows.select_related("publication__account", "publication__revision")
    for comment in related.order_by("pk").iterator(chunk_size=PORTION):
        good = _was_read(comment)
        reason = _("与审核通过的文字一致") if good else _("没有经过审核")
        yield verdict(comment.publication, passed=good, reason=reason, kind=comment.kind)


def _was_read(comment: OwnComment) -> bool:
    if comment.kind == "first":
        return queries.first_comment_of(comment.publication) == comment.text
    note = Correction.objects.filter(comment=comment, state="approved", text=comment.text).first()
    return note is not None and note.decided_by_id not in (None, note.asked_by_id)
