"""What is known of a post after it went out: looks that are due, evidence with its digest, take-downs, corrections, own comments."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from masthead.approvals import queries as approvals
from masthead.approvals.models import Case
from masthead.core.digest import digest_of
from masthead.core.errors import NotThere
from masthead.core.files import queries as files
from masthead.core.models import StoredFile
from masthead.org.models import Member
from masthead.platforms.abilities import Ability
from masthead.platforms.registry import comments_below, serves, tells_standing
from masthead.publishing import errors
from masthead.publishing.after_states import WITHDRAWAL_OPEN, CommentState, CorrectionState, WithdrawalState
from masthead.publishing.models import Correction, Evidence, OwnComment, Publication, SideCall, Withdrawal
from masthead.publishing.queries.by_hand import LOOK, may_take
from masthead.publishing.queries.publications import may_handle, publications_visible_to
from masthead.publishing.states import PublicationState

WITHDRAW = "publishing.publication.withdraw"
WITHDRAW_CORE = "publishing.publication.withdraw_core"
CORRECT = "publishing.correction.write"
CORRECT_APPROVE = "publishing.correction.approve"
WITHDRAWAL_KIND = "publishing.withdrawal"
OUT = (PublicationState.PUBLISHED, PublicationState.WITHDRAWN)
LATEST = 30


@dataclass(frozen=True)
class Shown:
    """A piece of evidence with the answer to «is it still what was taken?», computed anew at this moment."""

    evidence: Evidence
    intact: bool
    why: str = ""


def looks_due(at: dt.datetime, most: int) -> QuerySet[Publication]:
    """Posts that are to be looked at again, the longest waiting first."""
    rows = Publication.objects.filter(state=PublicationState.PUBLISHED, next_verify_at__lte=at)
    return rows.order_by("next_verify_at")[:most]


def withdrawals_due(at: dt.datetime, most: int) -> list[int]:
    """Take-downs to be called, and those whose caller died."""
    states = [WithdrawalState.WAITING, WithdrawalState.UNKNOWN, WithdrawalState.CALLING]
    rows = Withdrawal.objects.filter(state__in=states, next_try_at__lte=at).order_by("next_try_at")
    return list(rows.values_list("pk", flat=True)[:most])


def comments_due(at: dt.datetime, most: int) -> list[int]:
    """Own comments to be said, and those whose caller died."""
    states = [CommentState.WAITING, CommentState.UNKNOWN, CommentState.CALLING]
    rows = OwnComment.objects.filter(state__in=states, next_try_at__lte=at).order_by("next_try_at")
    return list(rows.values_list("pk", flat=True)[:most])


def out_publication(pk: int) -> Publication | None:
    """A post that went out, with what a call needs."""
    rows = Publication.objects.filter(pk=pk, state__in=OUT).select_related("account__platform", "draft", "revision")
    return rows.first()


def can_be_asked(publication: Publication) -> bool:
    """Does the platform tell whether this very post is still there? A post made by hand has no number to ask with."""
    return tells_standing(publication.account.platform.key) and _is_known(publication)


def can_delete(publication: Publication) -> bool:
    """May the system take it down by a call?"""
    return serves(publication.account.platform.key, Ability.WITHDRAW) and _is_known(publication)


def can_comment(publication: Publication) -> bool:
    """May the system say something below it?"""
    return comments_below(publication.account.platform.key) and _is_known(publication)


def _is_known(publication: Publication) -> bool:
    """By a number of the platform's: one that was tapped out on a phone may have one, too."""
    return bool(publication.remote) and (not publication.by_hand or bool(publication.remote_key))


# -- evidence
def link_digest(url: str, title: str, taken_at: dt.datetime) -> str:
    """The digest of a link that was kept: address, title and moment."""
    return digest_of({"url": url, "title": title, "taken_at": taken_at})


def evidence_of(publication: Publication) -> list[Shown]:
    """The newest evidence first; each is compared with its digest now, so a file that was changed in the storage is told."""
    rows = Evidence.objects.filter(publication=publication).select_related("file", "taken_by")
    return [_compared(row) for row in rows.order_by("-taken_at", "-pk")[:LATEST]]


def _compared(row: Evidence) -> Shown:
    if row.file is None:
        same = link_digest(row.url, row.title, row.taken_at) == row.sha256
        return Shown(row, same, "" if same else _("登记的内容与指纹不符"))
    try:
        files.read_bytes(row.file)  # refuses bytes that do not have the digest of their row
    except NotThere as error:
        return Shown(row, intact=False, why=str(error.message))
    same = row.file.sha256 == row.sha256
    return Shown(row, same, "" if same else _("文件与登记的指纹不符"))


def may_read_evidence(user: Any, file: StoredFile) -> bool:
    """Whoever sees the publication sees what was kept of it."""
    if not isinstance(user, Member):
        return False
    used = Evidence.objects.filter(file=file).values("publication_id")
    return publications_visible_to(user).filter(pk__in=used).exists()


# -- take-downs
def open_withdrawal(publication: Publication) -> Withdrawal | None:
    """The one that is under way."""
    rows = Withdrawal.objects.filter(publication=publication, state__in=sorted(WITHDRAWAL_OPEN))
    return rows.select_related("asked_by", "proved_by", "proof__file").first()


def last_withdrawal(publication: Publication) -> Withdrawal | None:
    rows = Withdrawal.objects.filter(publication=publication).select_related(
        "asked_by", "proved_by", "looked_by", "proof"
    )
    return rows.order_by("-no").first()


def withdrawal_by_key(pk: int) -> Withdrawal | None:
    rows = Withdrawal.objects.select_related("publication__account__platform", "publication__draft")
    return rows.filter(pk=pk).first()


def load_withdrawal(pk: int) -> Withdrawal:
    """For the approval engine. Raises NotThere."""
    found = withdrawal_by_key(pk)
    if found is None:
        raise errors.not_there()
    return found


def withdrawal_hash(withdrawal: Withdrawal) -> str:
    """What is decided: which post, for which reason."""
    return digest_of(
        {
            "publication": withdrawal.publication_id, "version": withdrawal.publication.content_hash,
            "reason_kind": withdrawal.reason_kind, "reason": withdrawal.reason,
        }
    )  # fmt: skip


def withdrawal_exhibit(withdrawal: Withdrawal, case: Case) -> tuple[str, dict[str, Any]]:
    """The left side of the case page."""
    context = {"withdrawal": withdrawal, "publication": withdrawal.publication, "case": case}
    return "publishing/_withdrawal_exhibit.html", context


def needs_approval(publication: Publication) -> bool:
    """A core account, and the company has a flow for taking down."""
    return publication.account.is_core and approvals.version_in_force(WITHDRAWAL_KIND) is not None


def may_withdraw(member: Member, publication: Publication) -> bool:
    """The capability; for a core account without a flow only the head or the leadership."""
    core = publication.account.is_core and not needs_approval(publication)
    return may_handle(member, WITHDRAW_CORE if core else WITHDRAW, publication)


def may_confirm_withdrawal(member: Member, withdrawal: Withdrawal) -> bool:
    """Another person than the one who took it down."""
    other = member.pk != withdrawal.proved_by_id
    return other and may_handle(member, LOOK, withdrawal.publication)


# -- corrections and comments
def corrections_of(publication: Publication) -> list[Correction]:
    rows = Correction.objects.filter(publication=publication).select_related(
        "asked_by", "decided_by", "comment", "draft"
    )
    return list(rows.order_by("-no")[:LATEST])


def open_correction(publication: Publication, number: int) -> Correction | None:
    rows = Correction.objects.filter(publication=publication, no=number, state=CorrectionState.ASKED)
    return rows.select_related("asked_by").first()


def comments_of(publication: Publication) -> list[OwnComment]:
    return list(OwnComment.objects.filter(publication=publication).select_related("done_by").order_by("pk")[:LATEST])


def own_comment(publication: Publication, pk: int) -> OwnComment | None:
    return OwnComment.objects.filter(publication=publication, pk=pk).first()


def comment_by_key(pk: int) -> OwnComment | None:
    rows = OwnComment.objects.select_related("publication__account__platform", "publication__draft")
    return rows.filter(pk=pk).first()


def next_number(rows: QuerySet[Any]) -> int:
    """The number after the last one of a publication's."""
    return (rows.aggregate(last=Max("no"))["last"] or 0) + 1


def calls_of(thing: Withdrawal | OwnComment) -> list[SideCall]:
    """Every call that was made for it, first ones first."""
    rows = SideCall.objects.all()
    rows = rows.filter(withdrawal=thing) if isinstance(thing, Withdrawal) else rows.filter(comment=thing)
    return list(rows.order_by("no"))


def after_page(member: Member, publication: Publication) -> dict[str, Any]:
    """Everything that the block «发布之后» shows, with what the member may do."""
    out, live = publication.state in OUT, publication.state == PublicationState.PUBLISHED
    taking = last_withdrawal(publication)
    under_way = taking is not None and taking.state in WITHDRAWAL_OPEN
    writes = live and may_handle(member, CORRECT, publication)
    return {
        "publication": publication,
        "is_out": out,
        "evidence": evidence_of(publication) if out else [],
        "withdrawal": taking,
        "calls": calls_of(taking) if taking else [],
        "corrections": corrections_of(publication),
        "comments": comments_of(publication),
        "askable": can_be_asked(publication),
        "may_withdraw": live and not under_way and may_withdraw(member, publication),
        "may_correct": writes,
        "may_decide": may_handle(member, CORRECT_APPROVE, publication),
        "may_add": out and may_take(member, publication),
        **_of_withdrawal(member, publication, taking),
    }


def _of_withdrawal(member: Member, publication: Publication, taking: Withdrawal | None) -> dict[str, bool]:
    """What the member may do with the take-down at hand."""
    if taking is None:
        return {}
    state = taking.state
    able = may_handle(member, WITHDRAW, publication)
    return {
        "may_prove": state == WithdrawalState.HANDED and (able or may_take(member, publication)),
        "may_look": state == WithdrawalState.PROOF and may_confirm_withdrawal(member, taking),
        "may_hand": able and state in (WithdrawalState.WAITING, WithdrawalState.UNKNOWN, WithdrawalState.FAILED),
        "may_drop": able and state in (WithdrawalState.WAITING, WithdrawalState.HANDED),
    }
