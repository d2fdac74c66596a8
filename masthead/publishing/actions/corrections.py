"""Setting right what was published: a note below the post that a second person approves, or a draft of its own that is reviewed."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from masthead.compliance import actions as compliance
from masthead.compliance import queries as compliance_queries
from masthead.content import actions as content
from masthead.content.models import Draft
from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.notify import actions as notify_actions
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.publishing import errors, queries
from masthead.publishing.actions.by_hand import REASON_MIN
from masthead.publishing.actions.own_comments import plan_comment
from masthead.publishing.after_states import CommentKind, CorrectionState, CorrectionWay
from masthead.publishing.events import AfterEvent
from masthead.publishing.models import Correction, Publication
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

TEXT_MOST, COMMENT_MOST = 1000, 300
S = CorrectionState


@guarded("3.3.3")
@transaction.atomic
def ask_correction(
    *, publication: Publication, text: str, way: str, by: Member, at: dt.datetime | None = None
) -> Correction:
    """Propose a note. Below the post it waits for a second person; as a draft it goes the way of every content.

    Clause: 3.3.3 (nothing goes out unreviewed: 3.3.2).  Raises: BadInput (words, way, rules broken), NotPermitted, RuleBroken.
    Events: publishing:correction:asked, publishing:correction:drafted.
    """
    moment = at or clock.now()
    words = text.replace("\r\n", "\n").strip()
    _require(publication, words, way, by)
    number = queries.next_number(Correction.objects.filter(publication=publication))
    sealed = digest_of({"publication": publication.pk, "no": number, "text": words})
    if way == CorrectionWay.COMMENT:
        _require_lawful(publication, words, sealed, by)
    draft = _start_draft(publication, words, by, moment) if way == CorrectionWay.DRAFT else None
    try:
        with transaction.atomic():
            correction = Correction.objects.create(
                publication=publication, no=number, way=way, text=words, text_hash=sealed, draft=draft, asked_by=by, asked_at=moment,
                state=S.DRAFTED if draft else S.ASKED,
            )  # fmt: skip
    except IntegrityError:
        raise errors.stale("moved_on") from None
    event = AfterEvent.CORRECTION_DRAFTED if draft else AfterEvent.CORRECTION_ASKED
    data = {"no": number, "way": way, "draft": draft.pk if draft else None}
    trail.record(event, target=publication, by=by, version=sealed, data=data, at=moment)
    if draft is None:
        _ask(correction, by, moment)
    return correction


def _require(publication: Publication, words: str, way: str, by: Member) -> None:
    if publication.state not in queries.OUT:
        raise errors.refusal("not_out")
    if not queries.may_handle(by, queries.CORRECT, publication):
        raise errors.not_permitted("out_of_reach")
    if not REASON_MIN <= len(words) <= TEXT_MOST:
        raise errors.bad_input("correction_text", "text")
    if way not in CorrectionWay.values or (way == CorrectionWay.COMMENT and not queries.can_comment(publication)):
        raise errors.bad_input("correction_way", "way")
    if way == CorrectionWay.COMMENT and len(words) > COMMENT_MOST:
        raise errors.bad_input("correction_long", "text")


def _require_lawful(publication: Publication, words: str, sealed: str, by: Member) -> None:
    """The machine's check, as for every text: what it bans is changed before anybody is asked."""
    check = compliance.check_text(
        subject=publication,
        content_hash=sealed,
        parts={"text": words},
        by=by,
        platforms=[publication.account.platform.key],
    )
    if found := compliance_queries.unexcepted(check):
        raise errors.bad_input(
            "correction_check", "text", found=_("；").join(f"{f.excerpt}（{f.message}）" for f in found[:5])
        )


def _start_draft(publication: Publication, words: str, by: Member, moment: dt.datetime) -> Draft:
    """A draft under the same topic, for the same account, with title, note and the way to the original filled in."""
    title = _("更正：%(title)s") % {"title": publication.title}
    draft = content.start_draft(topic=publication.draft.topic, by=by, title=title, at=moment)
    content.arrange_release(
        draft=draft, accounts=[publication.account], start=draft.window_start, end=draft.window_end, by=by, at=moment
    )
    lines = format_html_join("", "<p>{}</p>", ((line,) for line in words.splitlines() if line.strip()))
    where = format_html('<p><a href="{}">{}</a></p>', publication.article_url, publication.title)
    html = mark_safe(f"{lines}{where if publication.article_url else ''}")  # noqa: S308  built from escaped parts
    content.save_revision(
        draft=draft, title=title, byline="", digest=words[:120], html=str(html), cover=None, expected_revision=0, by=by,
        at=moment,
    )  # fmt: skip
    return draft


def _ask(correction: Correction, by: Member, moment: dt.datetime) -> None:
    publication = correction.publication
    able = org_queries.who_may(org_queries.active_members(), queries.CORRECT_APPROVE, unit_id=publication.unit_id)
    notify_actions.tell(
        kind="publishing.correction", members=sorted(able - {by.pk}), by=by, clause="3.3.2", at=moment, body=correction.text,
        title=_("请审核更正说明：%(account)s的「%(title)s」")
        % {"account": publication.account.name, "title": publication.title},
        url=publication.get_absolute_url(),
    )  # fmt: skip


@guarded("3.3.2")
@transaction.atomic
def approve_correction(
    *, publication: Publication, number: int, hash_seen: str, by: Member, at: dt.datetime | None = None
) -> Correction:
    """A second person read exactly these words: they are said below the post.

    Clause: 3.3.2.  Raises: NotPermitted (one's own, no right), RuleBroken when it was decided, Stale for other words than were seen.
    Events: publishing:correction:approved.  Races: the update names the state; of two deciders one decides.
    """
    moment = at or clock.now()
    correction = _decidable(publication, number, by)
    if hash_seen != correction.text_hash:
        raise errors.stale("correction_moved")
    comment = plan_comment(
        publication=publication,
        kind=CommentKind.CORRECTION,
        text=correction.text,
        mark=f"correction {number}",
        at=moment,
    )
    _decide(correction, S.APPROVED, by, moment, comment=comment)
    data = {"no": number}
    trail.record(
        AfterEvent.CORRECTION_APPROVED, target=publication, by=by, version=correction.text_hash, data=data, at=moment
    )
    return correction


@guarded("3.3.2")
@transaction.atomic
def refuse_correction(
    *, publication: Publication, number: int, reason: str, by: Member, at: dt.datetime | None = None
) -> Correction:
    """The second person does not agree with the words: nothing is said; another note may be proposed.

    Clause: 3.3.2.  Raises: BadInput without a reason, NotPermitted, RuleBroken.  Events: publishing:correction:refused.
    """
    moment = at or clock.now()
    correction = _decidable(publication, number, by)
    if len(reason.strip()) < REASON_MIN:
        raise errors.bad_input("reason", "reason")
    _decide(correction, S.REFUSED, by, moment, words=reason.strip()[:500])
    data = {"no": number}
    trail.record(
        AfterEvent.CORRECTION_REFUSED, target=publication, by=by, version=correction.text_hash, reason=reason.strip(), data=data,
        at=moment,
    )  # fmt: skip
    notify_actions.tell(
        kind="publishing.correction", members=[correction.asked_by_id], by=by, clause="3.3.2", at=moment, body=reason.strip(),
        title=_("更正说明没有通过：「%(title)s」") % {"title": publication.title}, url=publication.get_absolute_url(),
    )  # fmt: skip
    return correction


def _decidable(publication: Publication, number: int, by: Member) -> Correction:
    correction = queries.open_correction(publication, number)
    if correction is None:
        raise errors.refusal("no_correction")
    if by.pk == correction.asked_by_id:
        raise errors.not_permitted("own_correction")
    if not queries.may_handle(by, queries.CORRECT_APPROVE, publication):
        raise errors.not_permitted("out_of_reach")
    return correction


def _decide(correction: Correction, state: CorrectionState, by: Member, moment: dt.datetime, **more: object) -> None:
    values = {"state": state, "decided_by": by, "decided_at": moment, **more}
    if Correction.objects.filter(pk=correction.pk, state=S.ASKED).update(**values) != 1:
        raise errors.stale("moved_on")
    for name, value in values.items():
        setattr(correction, name, value)
