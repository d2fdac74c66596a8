"""What is kept of a post that is out: evidence, take-downs, corrections, comments of our own, and the calls made for them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.publishing.after_states import (
    WITHDRAWAL_OPEN,
    CommentKind,
    CommentState,
    CorrectionState,
    CorrectionWay,
    EvidenceKind,
    Occasion,
    WithdrawalReason,
    WithdrawalState,
)
from masthead.publishing.models.publications import Publication
from masthead.publishing.states import AttemptOutcome


def _member(**more: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **more)


class Evidence(models.Model):
    """What the post looked like at a moment: its link, a picture, its words. Never changed, never deleted; the digest shows if it was."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=EvidenceKind)
    occasion = models.CharField(max_length=10, choices=Occasion)
    url = models.CharField(max_length=1000, blank=True)
    title = models.CharField(max_length=300, blank=True)  # as the page calls itself
    file = models.ForeignKey("core.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=300, blank=True)
    taken_at = models.DateTimeField()
    taken_by = _member(null=True)  # NULL = the engine

    class Meta:
        verbose_name = _("发布凭证")
        constraints = [
            models.CheckConstraint(condition=~Q(sha256=""), name="evidence_has_its_digest"),
            models.CheckConstraint(
                condition=Q(kind="link", file=None) & ~Q(url="") | ~Q(kind="link") & Q(file__isnull=False),
                name="evidence_shows_something",
            ),
        ]
        indexes = [models.Index(fields=["publication", "-taken_at"], name="evidence_of_publication")]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.kind} {self.sha256[:12]}"


class Withdrawal(models.Model):
    """The taking down of one post, from the asking to the end. The publication itself moves once: when it is surely down."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    state = models.CharField(_("状态"), max_length=10, choices=WithdrawalState)
    reason_kind = models.CharField(_("原因"), max_length=10, choices=WithdrawalReason)
    reason = models.CharField(_("说明"), max_length=500)
    asked_by = _member()
    asked_at = models.DateTimeField()
    case_id = models.BigIntegerField(null=True)  # of the approval that a core account needs
    by_hand = models.BooleanField(default=False)
    next_try_at = models.DateTimeField(null=True)
    wait_set_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    proof_note = models.CharField(_("撤下说明"), max_length=500, blank=True)
    proof = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")
    proved_by = _member(null=True)
    proved_at = models.DateTimeField(null=True)
    looked_by = _member(null=True)
    looked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("撤下")
        constraints = [
            models.UniqueConstraint(fields=["publication", "no"], name="withdrawal_number_is_used_once"),
            models.UniqueConstraint(
                fields=["publication"],
                condition=Q(state__in=sorted(WITHDRAWAL_OPEN)),
                name="one_withdrawal_is_under_way",
            ),
            models.UniqueConstraint(
                fields=["publication"], condition=Q(state="done"), name="publication_is_withdrawn_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_its_reason"),
            models.CheckConstraint(
                condition=Q(looked_by=None) | ~Q(looked_by=F("proved_by")), name="withdrawal_is_seen_by_another_person"
            ),
            models.CheckConstraint(
                condition=~Q(state="calling") | Q(lease_until__isnull=False), name="withdrawal_call_has_a_lease"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state__in=["waiting", "unknown", "calling"]), name="withdrawal_due"
            )
        ]

    def __str__(self) -> str:
        return _("撤下：%(title)s") % {"title": self.publication}

    def get_absolute_url(self) -> str:
        return reverse("publishing:afterwards", args=[self.publication_id])


class OwnComment(models.Model):
    """A comment of the account below its own post: approved words, said once. `key` is what makes a repetition harmless."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=CommentKind)
    text = models.TextField()
    key = models.CharField(max_length=64, unique=True)
    state = models.CharField(_("状态"), max_length=10, choices=CommentState)
    remote_key = models.CharField(max_length=300, blank=True)
    next_try_at = models.DateTimeField(null=True)
    wait_set_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    done_by = _member(null=True)  # who said it by hand
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("本账号的评论")
        constraints = [
            models.UniqueConstraint(
                fields=["publication"], condition=Q(kind="first"), name="post_has_one_first_comment"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="own_comment_says_something"),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state__in=["waiting", "unknown", "calling"]), name="own_comment_due"
            ),
            models.Index(fields=["publication"], name="own_comment_of_publication"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.kind}"


class Correction(models.Model):
    """A note that sets something right that was published: below the post, or as a draft of its own. Seen by a second person."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    way = models.CharField(_("方式"), max_length=10, choices=CorrectionWay)
    state = models.CharField(_("状态"), max_length=10, choices=CorrectionState)
    text = models.TextField(_("更正内容"))
    text_hash = models.CharField(max_length=64)
    draft = models.ForeignKey("content.Draft", null=True, on_delete=models.PROTECT, related_name="+")
    comment = models.ForeignKey(OwnComment, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = _member()
    asked_at = models.DateTimeField()
    decided_by = _member(null=True)
    decided_at = models.DateTimeField(null=True)
    words = models.CharField(_("意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("更正说明")
        constraints = [
            models.UniqueConstraint(fields=["publication", "no"], name="correction_number_is_used_once"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="correction_is_seen_by_another_person"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(decided_by__isnull=False), name="approved_correction_names_who"
            ),
            models.CheckConstraint(
                condition=~Q(state="drafted") | Q(draft__isnull=False), name="drafted_correction_has_its_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}#{self.no}"


class SideCall(models.Model):
    """One call for a take-down or a comment, written before it is made. Never deleted."""

    withdrawal = models.ForeignKey(Withdrawal, null=True, on_delete=models.PROTECT, related_name="+")
    comment = models.ForeignKey(OwnComment, null=True, on_delete=models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=AttemptOutcome, default=AttemptOutcome.OPEN)
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("发布后的调用")
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawal=None, comment__isnull=False) | Q(withdrawal__isnull=False, comment=None),
                name="side_call_is_of_one_thing",
            ),
            models.UniqueConstraint(fields=["withdrawal", "no"], name="withdrawal_call_is_numbered_once"),
            models.UniqueConstraint(fields=["comment", "no"], name="own_comment_call_is_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.withdrawal_id or self.comment_id}#{self.no}"
