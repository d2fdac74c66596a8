"""The claims register: found when a version is saved, given a source or dismissed with a reason; and declarations (1.3.2)."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.content import errors
from masthead.content.actions.drafts import _locked_draft, _require_changeable, _require_writer, _void_approval
from masthead.content.documents import fingerprint_of
from masthead.content.events import ClaimEvent
from masthead.content.models import AiUse, Claim, ClaimKind, ClaimState, Declared, Draft
from masthead.content.queries.checks import parts_of
from masthead.content.queries.claims import claims_in
from masthead.content.states import DraftState
from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.core.files import actions as files
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("1.3.2")
@transaction.atomic
def register_claims(*, draft: Draft, by: Member | None, at: dt.datetime | None = None) -> list[Claim]:
    """Bring the register in line with the newest version: new claims come in open, gone ones are marked, returned ones get their source back.

    Clause: 1.3.2.  Events: content:claim:found when something new was found.  Races: called under the draft's row lock of save_revision.
    """
    if draft.revision is None:
        return []
    known = {c.fingerprint: c for c in Claim.objects.filter(draft=draft)}
    found = {c.fingerprint: c for c in claims_in(draft.revision)}
    words = fingerprints_text(draft)
    for key, claim in known.items():
        there = key in found or (claim.by_hand and _folded(claim.quote) in words)
        if there and claim.state == ClaimState.GONE:
            Claim.objects.filter(pk=claim.pk).update(state=_state_again(claim))
        elif not there and claim.state != ClaimState.GONE:
            Claim.objects.filter(pk=claim.pk).update(state=ClaimState.GONE)
    moment = at or clock.now()
    fresh = Claim.objects.bulk_create(
        Claim(draft=draft, kind=c.kind, part=c.part, quote=c.quote, fingerprint=key, found_at=moment)
        for key, c in found.items()
        if key not in known
    )
    if fresh:
        quotes = "；".join(c.quote for c in fresh)[:300]
        trail.record(ClaimEvent.CLAIMS_FOUND, target=draft, by=by, reason=quotes, data={"count": len(fresh)})
    return fresh


def fingerprints_text(draft: Draft) -> str:
    """All words of the newest version, folded as fingerprints are."""
    assert draft.revision is not None
    return _folded("\n".join(parts_of(draft.revision).values()))


def _folded(words: str) -> str:
    return "".join(c for c in words.casefold() if c.isalnum())


def _state_again(claim: Claim) -> str:
    if claim.source_url or claim.source_file_id:
        return ClaimState.SOURCED
    return ClaimState.DISMISSED if claim.reason else ClaimState.OPEN


@guarded("1.3.2")
@transaction.atomic
def source_claim(
    *,
    claim: Claim,
    url: str = "",
    file: bytes | None = None,
    file_name: str = "",
    note: str = "",
    by: Member,
    at: dt.datetime | None = None,
) -> Claim:
    """Say where a claim comes from: a link or a file, with institution, title and period in words.

    Clause: 1.3.2.  Raises: NotPermitted, RuleBroken while in review or approved, BadInput without link and file or without the words.
    Events: content:claim:sourced.
    """
    held = _open_for_writing(claim.draft, by)
    note = note.strip()
    if not (url.strip() or file) or len(note) < 4:
        message = _("请给出来源链接或文件，并写明机构、名称和时间。")
        field = "note" if (url.strip() or file) else "url"
        raise BadInput(message, code="claim_source_missing", clause="1.3.2", fields={field: [message]})
    stored = None
    if file:
        stored = files.store_bytes(data=file, name=file_name, use="content.claim_proof", stored_by_id=by.pk)
    _settle(
        claim,
        by,
        at,
        state=ClaimState.SOURCED,
        source_url=url.strip(),
        source_file=stored,
        source_note=note[:300],
        reason="",
    )
    trail.record(ClaimEvent.CLAIM_SOURCED, target=held, by=by, reason=claim.quote, data={"note": note, "url": url})
    return claim


@guarded("1.3.2")
@transaction.atomic
def dismiss_claim(*, claim: Claim, reason: str, by: Member, at: dt.datetime | None = None) -> Claim:
    """Say why a found sentence claims nothing that needs a source; the reviewer sees the reason.

    Clause: 1.3.2.  Raises: NotPermitted, RuleBroken while in review or approved, BadInput without a reason.  Events: content:claim:dismissed.
    """
    held = _open_for_writing(claim.draft, by)
    if len(reason.strip()) < 4:
        message = _("请写明为什么这句话不需要来源（至少 4 个字）。")
        raise BadInput(message, code="claim_reason_missing", clause="1.3.2", fields={"reason": [message]})
    _settle(
        claim,
        by,
        at,
        state=ClaimState.DISMISSED,
        reason=reason.strip()[:300],
        source_url="",
        source_file=None,
        source_note="",
    )
    trail.record(ClaimEvent.CLAIM_DISMISSED, target=held, by=by, reason=reason.strip(), data={"claim": claim.quote})
    return claim


@guarded("1.3.2")
@transaction.atomic
def reopen_claim(*, claim: Claim, by: Member) -> Claim:
    """Take back a source or a dismissal: the claim waits again.  Clause: 1.3.2.  Raises: as source_claim.  Events: content:claim:reopened."""
    held = _open_for_writing(claim.draft, by)
    _settle(claim, by, None, state=ClaimState.OPEN, source_url="", source_file=None, source_note="", reason="")
    trail.record(ClaimEvent.CLAIM_REOPENED, target=held, by=by, reason=claim.quote)
    return claim


@guarded("1.3.2")
@transaction.atomic
def add_claim(*, draft: Draft, quote: str, kind: str, by: Member, at: dt.datetime | None = None) -> Claim:
    """Enter a claim that the machine did not see. Its words must stand in the draft.

    Clause: 1.3.2.  Raises: NotPermitted, RuleBroken while in review or approved, BadInput for words that are not in the text.
    Events: content:claim:added.
    """
    held = _open_for_writing(draft, by)
    words = " ".join(quote.split())[:200]
    if held.revision is None or not _folded(words) or _folded(words) not in fingerprints_text(held):
        message = _("稿件里没有这句话，请从正文里原样复制。")
        raise BadInput(message, code="claim_not_in_text", clause="1.3.2", fields={"quote": [message]})
    key = fingerprint_of(words)
    claim, fresh = Claim.objects.get_or_create(
        draft=held,
        fingerprint=key,
        defaults={
            "kind": ClaimKind(kind), "part": "body", "quote": words, "by_hand": True, "found_at": at or clock.now(),
        },
    )  # fmt: skip
    if fresh:
        trail.record(ClaimEvent.CLAIM_ADDED, target=held, by=by, reason=words)
    return claim


@guarded("1.3.2")
@transaction.atomic
def declare(
    *,
    draft: Draft,
    ai_use: str,
    ai_parts: Sequence[str] = (),
    ai_tool: str = "",
    commerce: str,
    buy_links: Sequence[str] = (),
    approval_no: str = "",
    by: Member,
    at: dt.datetime | None = None,
) -> Draft:
    """Declare help of machines and commercial nature. Part of the seal: a change voids an approval.

    Clause: 1.3.2 (标识办法 第四、十条；互联网广告管理办法 第九条).  Raises: NotPermitted, RuleBroken while in review, BadInput when AI made
    something and nobody says what.  Events: content:draft:declared, content:draft:approval_voided.
    """
    held = _locked_draft(draft)
    _require_writer(by, held)
    _require_changeable(held)
    if ai_use == AiUse.GENERATED and not (ai_parts and ai_tool.strip()):
        message = _("含 AI 生成内容时，请勾选是哪些部分，并写明所用工具。")
        raise BadInput(message, code="ai_parts_missing", clause="1.3.2", fields={"ai_parts": [message]})
    said = Declared(
        ai_use, tuple(sorted(ai_parts)), ai_tool.strip()[:80], commerce,
        tuple(line.strip()[:300] for line in buy_links if line.strip()), approval_no.strip()[:80],
    )  # fmt: skip
    old, new = dict(held.declared), said.kept()
    if old == new:
        return draft
    if held.state == DraftState.APPROVED:
        _void_approval(held, by, _("AI 或广告声明有变化"))
    Draft.objects.filter(pk=held.pk).update(declared=new, updated_at=at or clock.now())
    trail.record(ClaimEvent.DECLARED, target=held, by=by, before=old, after=new)
    draft.refresh_from_db()
    return draft


def _open_for_writing(draft: Draft, by: Member) -> Draft:
    """Sources stand still from the hand-in on: the reviewer decides on what was seen."""
    held = _locked_draft(draft)
    _require_writer(by, held)
    _require_changeable(held)
    if held.state == DraftState.APPROVED:
        raise errors.would_void()
    return held


def _settle(claim: Claim, by: Member, at: dt.datetime | None, **fields: object) -> None:
    Claim.objects.filter(pk=claim.pk).update(settled_by=by, settled_at=at or clock.now(), **fields)
    claim.refresh_from_db()
