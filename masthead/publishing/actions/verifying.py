"""Later looks at a post that is out: still there, unchanged, changed, gone. The publication stays published whatever is found."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.notify import actions as notify_actions
from masthead.platforms.contract import ProgressState, Seen
from masthead.publishing import queries
from masthead.publishing.actions.endings import people_of
from masthead.publishing.actions.evidence import Page, keep_page
from masthead.publishing.after_states import Occasion, VerifyState
from masthead.publishing.events import AfterEvent
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import Publication
from masthead.publishing.pacing import jittered, next_look
from masthead.publishing.states import PublicationState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

V = VerifyState
EVENTS = {V.CHANGED: AfterEvent.CHANGED, V.GONE: AfterEvent.GONE}
LOUD = frozenset(EVENTS)


@dataclass(frozen=True)
class Look:
    """What one look brought: the platform's answer, or why there was none (`untold` = it has no call for it)."""

    seen: Seen | None = None
    untold: bool = False
    why: str = ""
    page: Page | None = None


@silent("a claim is book-keeping; what the look finds is on the trail")
@transaction.atomic
def claim_looks(*, at: dt.datetime | None = None, most: int) -> list[tuple[int, int]]:
    """(publication, number of the look) of posts that are to be looked at now; they come back when nothing is heard of them.

    Clause: 3.3.3.  Races: two rounds may hand out the same look; the number lets only the first of them be settled.
    """
    moment = at or clock.now()
    rows = queries.looks_due(moment, most).select_for_update(skip_locked=True)
    found = list(rows.values_list("pk", "verify_no"))
    ahead = moment + seconds(limits().side_lease_seconds)
    Publication.objects.filter(pk__in=[pk for pk, _number in found]).update(next_verify_at=ahead)
    return found


@guarded("3.3.3")
@transaction.atomic
def settle_look(*, publication_id: int, number: int, look: Look, at: dt.datetime | None = None) -> VerifyState | None:
    """Take in what a look brought, keep the evidence, and plan the next look. None = somebody else settled it.

    Clause: 3.3.3.  Events: publishing:evidence:kept (the first look), publishing:publication:verified, …:changed, …:gone.
    Races: the row is locked and the number compared, so a look that was handed out twice counts once.
    """
    moment = at or clock.now()
    rows = Publication.objects.filter(pk=publication_id, state=PublicationState.PUBLISHED, verify_no=number)
    row = rows.select_for_update(of=("self",)).select_related("draft", "account").first()
    if row is None:
        return None
    state, why, mark = _judge(row, look)
    if state == V.UNSURE and row.verify_misses + 1 < limits().verify_misses:
        again = moment + jittered(limits().verify_gap_seconds)
        rows.update(
            verify_state=state, verify_note=why[:300], verify_misses=row.verify_misses + 1, next_verify_at=again
        )
        return state
    before, then = row.verify_state, _step_after(row, number, moment)
    rows.update(
        verified_at=moment, verify_state=state, verify_note=why[:300], verify_misses=0, words_mark=row.words_mark or mark,
        verify_no=then, next_verify_at=next_look(then, _since(row)),
    )  # fmt: skip
    kept = _keep(row, look, state, number, moment)
    _record(row, state, before, why, moment, look=number, digests=kept)
    if state in LOUD and state != before:
        _tell(row, state, why, moment)
    return state


def _judge(row: Publication, look: Look) -> tuple[VerifyState, str, str]:
    """(state, why, mark of the words)."""
    if look.untold:
        return V.UNTOLD, _("平台没有查询接口，或作品由人发布，系统没有它的编号。"), ""
    if look.seen is None:
        return V.UNSURE, look.why, ""
    progress = look.seen.progress
    if progress.state in (ProgressState.GONE, ProgressState.REJECTED):
        return V.GONE, progress.reason, ""
    if progress.state != ProgressState.PUBLISHED:
        return V.UNSURE, progress.reason or _("平台没有给出明确的状态。"), ""
    mark = _mark(look.seen)
    if mark and row.words_mark and mark != row.words_mark:
        return V.CHANGED, _("平台上的标题或文字与确认发布时不同。"), mark
    return V.SAME, "", mark


def _mark(seen: Seen) -> str:
    return digest_of({"title": seen.title, "text": seen.text}) if seen.title or seen.text else ""


def _since(row: Publication) -> dt.datetime:
    """The confirmation: for a post made by hand that is the second look, not the moment on the platform."""
    return row.ended_at or row.published_at or row.due_at


def _step_after(row: Publication, number: int, moment: dt.datetime) -> int:
    """The next look that lies ahead: those missed while the house was dark are not made up one after the other."""
    then = number + 1
    while (when := next_look(then, _since(row))) is not None and when <= moment:
        then += 1
    return then


def _keep(row: Publication, look: Look, state: VerifyState, number: int, moment: dt.datetime) -> list[str]:
    page = look.page or Page(row.article_url)
    seen = look.seen
    first_or_other = number == 0 or state == V.CHANGED
    words = f"{seen.title}\n\n{seen.text}".strip() if seen and first_or_other else ""
    occasion = Occasion.CONFIRMED if number == 0 else Occasion.VERIFIED
    return [e.sha256 for e in keep_page(publication=row, page=page, words=words, occasion=occasion, at=moment)]


def _record(row: Publication, state: VerifyState, before: str, why: str, moment: dt.datetime, **more: object) -> None:
    """Every look is one event: the first is the keeping of the evidence, a change or a loss has a name of its own once."""
    usual = AfterEvent.VERIFIED if row.verify_no else AfterEvent.EVIDENCE_KEPT
    event = EVENTS.get(state, usual) if state != before else usual
    data = {"state": state.value, **more}
    trail.record(event, target=row, version=row.content_hash, reason=why, data=data, at=moment)


def _tell(row: Publication, state: VerifyState, why: str, moment: dt.datetime) -> None:
    """People hear of a change or a loss once."""
    title = (
        _("「%(title)s」已不在%(account)s：请核实")
        if state == V.GONE
        else _("「%(title)s」在%(account)s被改动：请核实")
    )
    notify_actions.tell(
        kind="publishing.verified", members=people_of(row, row.account.administrator_id, row.account.backup_id),
        title=title % {"title": row.title, "account": row.account.name}, url=row.get_absolute_url(), clause="3.3.3", at=moment,
        body=why or _("请登录平台查看。记录和凭证都保留在「发布之后」。"),
    )  # fmt: skip
