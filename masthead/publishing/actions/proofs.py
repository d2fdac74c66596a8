"""The proof of a post made by hand, and the second look at it by another person."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from masthead.accounts import actions as accounts_actions
from masthead.core import clock, jobs
from masthead.core.files import actions as files
from masthead.core.models import StoredFile
from masthead.notify import actions as notify_actions
from masthead.org.models import Member
from masthead.publishing import errors, plausibility, queries
from masthead.publishing.actions.by_hand import REASON_MIN, gate_by_hand, hand_over, stop_by_gate
from masthead.publishing.actions.endings import people_of
from masthead.publishing.events import PublishingEvent
from masthead.publishing.models import Proof, Publication
from masthead.publishing.pacing import next_look
from masthead.publishing.queries.gates import Gate
from masthead.publishing.states import PUBLICATION, ProofState, PublicationState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

SCREENSHOT_USE = "publishing.screenshot"
READ_LINK = "publishing.read_link"
SLACK = dt.timedelta(minutes=2)  # a minute typed into a form, and clocks that are not quite alike
S = PublicationState


@dataclass(frozen=True)
class Shown:
    """What a person shows: the link, the screenshot's bytes with its name, the moment when the post went out."""

    published_at: dt.datetime
    link: str = ""
    screenshot: bytes = b""
    name: str = ""


@guarded("3.3.3")
@transaction.atomic
def give_proof(*, publication: Publication, shown: Shown, by: Member, at: dt.datetime | None = None) -> Proof | Gate:
    """Show that it was published: link, screenshot, or both; now another person looks at it.

    Returns the gate instead when the approval was voided meanwhile: the task is blocked, with the advice to take the post down.

    Clause: 3.3.3 (approval of the exact version: 3.3.2).  Raises: BadInput at the field, NotPermitted, RuleBroken, Stale.
    Events: publishing:proof:given, publishing:publication:blocked.
    Races: of two people who hand in at once one moves the task on; the same link twice meets the unique constraint.
    """
    moment = at or clock.now()
    if not queries.may_take(by, publication):
        raise errors.not_permitted("out_of_reach")
    if publication.state == S.SCHEDULED and queries.has_kit(publication):
        hand_over(publication=publication, at=at)  # published before the task was handed over, but inside the window
    if publication.state != S.HANDED:
        raise errors.refusal("not_handed")
    if not queries.has_opened(publication, by):
        raise errors.refusal("proof_early")
    link = shown.link.strip()
    _check_time(publication, shown.published_at, moment)
    _check_link(publication, link, has_picture=bool(shown.screenshot))
    if gate := gate_by_hand(publication, shown.published_at):
        return stop_by_gate(publication, gate, moment, link=link)
    stored, print_ = _keep_screenshot(publication, shown, by, moment)
    PUBLICATION.move(publication, to=S.PROOF, accepted_at=shown.published_at, remind_at=None, article_url=link[:1000])
    proof = _insert(publication, shown, link, stored, print_, by, moment)
    data = {
        "no": proof.no,
        "link": link[:300],
        "screenshot": bool(stored),
        "published_at": shown.published_at.isoformat(),
    }
    trail.record(
        PublishingEvent.PROOF_GIVEN, target=publication, by=by, version=publication.content_hash, data=data, at=at
    )
    _ask_for_second_look(publication, by, moment)
    if link:
        jobs.enqueue(READ_LINK, proof.pk)
    return proof


def _check_time(publication: Publication, published_at: dt.datetime, moment: dt.datetime) -> None:
    if published_at > moment + SLACK:
        raise errors.bad_input("proof_future", "published_at")
    if not publication.window_start - SLACK <= published_at <= publication.window_end + SLACK:
        raise errors.bad_input("proof_time", "published_at")


def _check_link(publication: Publication, link: str, *, has_picture: bool) -> None:
    if not link:
        if not has_picture:
            raise errors.bad_input("proof_empty", "link")
        return
    if not plausibility.is_link(link):
        raise errors.bad_input("proof_link", "link")
    hosts = queries.link_hosts_of(publication)
    if not plausibility.host_fits(link, hosts):
        raise errors.bad_input("proof_host", "link", hosts=_("、").join(hosts))
    if queries.link_is_used(plausibility.link_key(link), publication):
        raise errors.bad_input("proof_link_used", "link")


def _keep_screenshot(
    publication: Publication, shown: Shown, by: Member, moment: dt.datetime
) -> tuple[StoredFile | None, str]:
    """Kept like every file (sniffed, drawn anew), then compared with what proved other publications."""
    if not shown.screenshot:
        return None, ""
    stored = files.store_bytes(
        data=shown.screenshot, name=shown.name or "screenshot", use=SCREENSHOT_USE, stored_by_id=by.pk
    )
    data = queries.screenshot_bytes(stored)
    if problem := plausibility.picture_problem(data):
        raise errors.bad_input(f"proof_picture_{problem}", "screenshot")
    print_ = plausibility.print_of(data)
    known = queries.picture_is_used(stored, publication)
    if known or plausibility.looks_like(print_, queries.prints_besides(publication, moment)):
        raise errors.bad_input("proof_picture_used", "screenshot")
    return stored, print_


def _insert(
    publication: Publication, shown: Shown, link: str, stored: StoredFile | None, print_: str, by: Member, moment: dt.datetime
) -> Proof:  # fmt: skip
    number = Proof.objects.filter(publication=publication).count() + 1
    try:
        with transaction.atomic():
            return Proof.objects.create(
                publication=publication, no=number, link=link[:1000], link_key=plausibility.link_key(link) if link else "",
                screenshot=stored, picture_print=print_, published_at=shown.published_at, given_by=by, given_at=moment,
            )  # fmt: skip
    except IntegrityError:
        raise errors.bad_input("proof_link_used", "link") from None


def _ask_for_second_look(publication: Publication, by: Member, moment: dt.datetime) -> None:
    notify_actions.tell(
        kind="publishing.second_look", members=queries.judges_of(publication, besides=by.pk), clause="3.3.3", by=by, at=moment,
        title=_("请复核：「%(title)s」已在%(account)s人工发布") % {"title": publication.title, "account": publication.account.name},
        url=publication.get_absolute_url(), body=_("打开链接或截图，核对账号、标题和内容，再确认或退回。"),
    )  # fmt: skip


@guarded("3.3.3")
@transaction.atomic
def confirm_proof(*, publication: Publication, by: Member, at: dt.datetime | None = None) -> Publication:
    """The second look: another person saw the post on the platform. Published, at the moment that the proof names.

    Clause: 3.3.3.  Raises: NotPermitted for one's own proof, RuleBroken without a waiting proof, Stale.
    Events: publishing:proof:confirmed, publishing:publication:published.
    Races: of confirming and returning at once one wins.
    """
    moment = at or clock.now()
    proof = _judged(publication, by)
    PUBLICATION.move(
        publication, to=S.PUBLISHED, published_at=proof.published_at, accepted_at=proof.published_at, ended_at=moment,
        article_url=proof.link, figures_ref=plausibility.link_key(proof.link)[:120] if proof.link else "",
        failure_kind="", failure_message="", failure_advice="", next_verify_at=next_look(0, moment),
    )  # fmt: skip
    _close(proof, ProofState.CONFIRMED, by, moment)
    data = {"no": proof.no, "given_by": proof.given_by_id, "url": proof.link[:300], "source": "by_hand"}
    for event in (PublishingEvent.PROOF_CONFIRMED, PublishingEvent.PUBLISHED):
        trail.record(event, target=publication, by=by, version=publication.content_hash, data=data, at=at)
    accounts_actions.note_published(account_id=publication.account_id, at=proof.published_at)
    notify_actions.tell(
        kind="publishing.published", members=people_of(publication, proof.given_by_id), by=by, clause="3.3.3", at=moment,
        title=_("「%(title)s」已在%(account)s发布") % {"title": publication.title, "account": publication.account.name},
        url=publication.get_absolute_url(),
    )  # fmt: skip
    return publication


@guarded("3.3.3")
@transaction.atomic
def return_proof(*, publication: Publication, reason: str, by: Member, at: dt.datetime | None = None) -> Publication:
    """The proof does not convince: back to the person, with the reason.

    Clause: 3.3.3.  Raises: BadInput without a reason, NotPermitted, RuleBroken, Stale.  Events: publishing:proof:returned.
    """
    moment = at or clock.now()
    proof = _judged(publication, by)
    if len(reason.strip()) < REASON_MIN:
        raise errors.bad_input("reason", "reason")
    PUBLICATION.move(publication, to=S.HANDED, accepted_at=None, remind_at=moment, article_url="")
    _close(proof, ProofState.RETURNED, by, moment, reason.strip())
    data = {"no": proof.no, "given_by": proof.given_by_id}
    trail.record(
        PublishingEvent.PROOF_RETURNED, target=publication, by=by, version=publication.content_hash, reason=reason.strip(),
        data=data, at=at,
    )  # fmt: skip
    notify_actions.tell(
        kind="publishing.task", members=[proof.given_by_id, *queries.in_charge(publication)], by=by, clause="3.3.3", at=moment,
        title=_("凭证被退回：%(account)s的「%(title)s」") % {"title": publication.title, "account": publication.account.name},
        url=publication.get_absolute_url(), body=reason.strip(),
    )  # fmt: skip
    return publication


def _judged(publication: Publication, by: Member) -> Proof:
    proof = queries.waiting_proof(publication)
    if publication.state != S.PROOF or proof is None:
        raise errors.refusal("no_proof")
    if by.pk in (proof.given_by_id, publication.operator_id):
        raise errors.not_permitted("own_proof")
    if not queries.may_look(by, publication, proof):
        raise errors.not_permitted("out_of_reach")
    return proof


def _close(proof: Proof, state: ProofState, by: Member, moment: dt.datetime, reason: str = "") -> None:
    rows = Proof.objects.filter(pk=proof.pk, state=ProofState.WAITING)
    if rows.update(state=state, looked_by=by, looked_at=moment, reason=reason[:500]) != 1:
        raise errors.stale("moved_on")


@silent("a title read from the link is a hint beside the proof; the second look decides")
@transaction.atomic
def note_page_title(*, proof_id: int, title: str) -> None:
    """Keep what the page behind the link calls itself.  Clause: 3.3.3."""
    Proof.objects.filter(pk=proof_id).update(page_title=title[:300])
