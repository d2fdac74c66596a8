"""Publications, the attempts to send them, callbacks already seen, and the workers that are alive."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.core import clock
from masthead.publishing.after_states import VerifyState
from masthead.publishing.brakes import LatePolicy
from masthead.publishing.models.watching import PreflightCheck
from masthead.publishing.states import (
    TO_COME,
    TROUBLED,
    VOID,
    AttemptOutcome,
    CallbackState,
    ProofState,
    PublicationState,
)
from masthead.publishing.walls import HOME, ZONES


class Publication(models.Model):
    """One approved version on its way to one account. The row is the queue: `next_try_at` alone decides when it is due.

    `stage` is the last stage that is settled; `remote` is what the platform has told us so far, kept stage by stage.
    """

    draft = models.ForeignKey("content.Draft", on_delete=models.PROTECT, related_name="+", verbose_name=_("稿件"))
    revision = models.ForeignKey("content.Revision", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+", verbose_name=_("账号"))
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("部门"))
    title = models.CharField(_("标题"), max_length=200)
    content_hash = models.CharField(max_length=64)
    case_id = models.BigIntegerField(null=True)

    window_start = models.DateTimeField()
    window_end = models.DateTimeField()
    planned_at = models.DateTimeField(_("计划发布时间"))
    planned_wall = models.CharField(max_length=16, blank=True)  # what the planner's clock shows at that time …
    zone = models.CharField(_("时区"), max_length=40, default=HOME)  # … and where that clock hangs
    due_at = models.DateTimeField()
    # How late it may go out by itself after a downtime; counted from `next_try_at`, so a back-off is never a lateness.
    late_policy = models.CharField(_("错过时间后"), max_length=4, choices=LatePolicy, default=LatePolicy.LATE)
    late_by = models.DurationField(default=dt.timedelta(minutes=120))
    state = models.CharField(_("状态"), max_length=10, choices=PublicationState, default=PublicationState.SCHEDULED)
    stage = models.CharField(max_length=40, blank=True)
    remote: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    remote_key = models.CharField(max_length=120, blank=True)
    figures_ref = models.CharField(max_length=120, blank=True)
    article_url = models.CharField(max_length=1000, blank=True)

    attempt_no = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    losses = models.PositiveSmallIntegerField(default=0)
    looks = models.PositiveIntegerField(default=0)
    no_count = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    wait_set_at = models.DateTimeField(null=True)  # by the clock of whoever wrote `next_try_at`, see pacing.next_try
    claimed_by = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True)
    unknown_since = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)

    # Whoever presses the button at the platform: set when the task is handed to a person, kept as evidence.
    by_hand = models.BooleanField(default=False)
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("发布人"),
    )
    handed_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)  # when the next reminder is due; NULL = none to come
    reminders = models.PositiveSmallIntegerField(default=0)
    ticked: "models.JSONField[Any, Any]" = models.JSONField(default=list)  # lines of the kit's checklist that are done

    # The newest look ahead of its time; it says something only while its `due_at` is still ours (see `preflight_now`).
    preflight = models.ForeignKey(
        "publishing.PreflightCheck",
        null=True,
        blank=True,
        db_index=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    scheduled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    scheduled_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(_("发布时间"), null=True)
    ended_at = models.DateTimeField(null=True)
    failure_kind = models.CharField(max_length=20, blank=True)
    failure_message = models.TextField(blank=True)
    failure_advice = models.TextField(blank=True)

    # Looks at the platform after the confirmation. `words_mark` is the digest of the words as it gave them back the first time.
    verified_at = models.DateTimeField(_("核验时间"), null=True)
    verify_state = models.CharField(max_length=10, choices=VerifyState, blank=True, default=VerifyState.NONE)
    verify_note = models.CharField(max_length=300, blank=True)
    verify_no = models.PositiveSmallIntegerField(default=0)
    verify_misses = models.PositiveSmallIntegerField(default=0)
    next_verify_at = models.DateTimeField(null=True)  # NULL = none to come
    words_mark = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True)

    class Meta:
        verbose_name = _("发布任务")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "content_hash"],
                condition=~Q(state__in=sorted(VOID)),
                name="version_is_published_once_per_account",
            ),
            models.CheckConstraint(condition=~Q(content_hash=""), name="publication_names_its_approved_hash"),
            models.CheckConstraint(
                condition=Q(planned_at__gte=F("window_start"), planned_at__lte=F("window_end")),
                name="planned_time_lies_in_the_window",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_until__isnull=False) & ~Q(claimed_by=""),
                name="sending_needs_a_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="published_has_its_moment"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False, published_at__isnull=False),
                name="withdrawn_was_published",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["handed", "proof"]) | Q(by_hand=True, handed_at__isnull=False),
                name="task_of_a_person_was_handed_over",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="publication_due"),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="publication_lease"),
            # Department and account stand in it for lists of those who see few of the rows.
            models.Index(fields=["-due_at", "-id", "unit", "account"], name="publication_by_time"),
            models.Index(fields=["account", "-due_at"], name="publication_by_account"),
            models.Index(fields=["draft", "-due_at"], name="publication_by_draft"),
            models.Index(fields=["account", "remote_key"], name="publication_remote_key"),
            models.Index(fields=["account", "figures_ref"], name="publication_figures_ref"),
            models.Index(fields=["accepted_at"], name="publication_accepted"),
            models.Index(fields=["published_at"], name="publication_published"),
            models.Index(fields=["remind_at"], condition=Q(state="handed"), name="publication_reminder"),
            models.Index(
                fields=["next_verify_at"], condition=Q(next_verify_at__isnull=False), name="publication_next_look"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} → {self.account}"

    def get_absolute_url(self) -> str:
        return reverse("publishing:publication_detail", args=[self.pk])

    @property
    def waits_for_retry(self) -> bool:
        """Scheduled again after a call that did not arrive."""
        return self.state == PublicationState.SCHEDULED and bool(self.failure_kind)

    @property
    def planned_abroad(self) -> str:
        """The planner's own clock, where it is not ours: 纽约 2026-11-28 09:30."""
        return f"{ZONES.get(self.zone, self.zone)} {self.planned_wall.replace('T', ' ')}" if self.zone != HOME else ""

    @property
    def is_overdue(self) -> bool:
        """With a person, and its time has passed."""
        return self.state == PublicationState.HANDED and self.due_at <= clock.now()

    @property
    def preflight_now(self) -> PreflightCheck | None:
        """The look ahead that concerns the time it is planned for now, or None."""
        check = self.preflight if self.preflight_id and self.state in TO_COME else None
        return check if check is not None and check.due_at == self.due_at else None

    @property
    def preflight_troubles(self) -> list[str]:
        """What the look ahead found and nobody has mended yet, in words."""
        check = self.preflight_now
        return [str(one["message"]) for one in check.findings] if check else []

    @property
    def window_is_over(self) -> bool:
        """With a person, and not even the approved window is left."""
        return self.state == PublicationState.HANDED and self.window_end < clock.now()


class Attempt(models.Model):
    """One call, written before it is made: an attempt without an end is the evidence that a process died in it. Never deleted."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="attempts")
    no = models.PositiveIntegerField()
    stage = models.CharField(max_length=40)
    label = models.CharField(max_length=60)
    is_last = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=AttemptOutcome, default=AttemptOutcome.OPEN)
    detail = models.TextField(blank=True)
    technical = models.TextField(blank=True)  # the platform's own code and words, for technicians
    worker = models.CharField(max_length=120, blank=True)
    steady = models.CharField(max_length=80, blank=True, default="")  # `clock.steady_mark` at the beginning

    class Meta:
        verbose_name = _("发布尝试")
        constraints = [
            models.UniqueConstraint(fields=["publication", "no"], name="attempt_number_is_used_once"),
            models.CheckConstraint(
                condition=Q(outcome="open", ended_at=None) | ~Q(outcome="open") & Q(ended_at__isnull=False),
                name="open_attempt_has_no_end",
            ),
        ]
        indexes = [
            models.Index(fields=["publication"], condition=Q(ended_at=None), name="attempt_open"),
            # Faults are few among many: counted by class for the engine's page.
            models.Index(fields=["ended_at"], condition=Q(outcome__in=sorted(TROUBLED)), name="attempt_fault_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}#{self.no} {self.label}"


class KitOpening(models.Model):
    """Who has seen the publishing kit, and when first: from then on that person could have published."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField()

    class Meta:
        verbose_name = _("发布包打开记录")
        constraints = [models.UniqueConstraint(fields=["publication", "member"], name="kit_is_first_opened_once")]


class Proof(models.Model):
    """What a person shows for a post made by hand: a link, a screenshot, a moment. Only another person's second look makes it count."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ProofState, default=ProofState.WAITING)
    link = models.CharField(_("作品链接"), max_length=1000, blank=True)
    link_key = models.CharField(max_length=300, blank=True)  # what of the link names the post, without its trimmings
    screenshot = models.ForeignKey(
        "core.StoredFile", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("截图")
    )
    picture_print = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(_("实际发布时间"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    page_title = models.CharField(max_length=300, blank=True)  # read from the link; a hint, never a decision
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField(null=True)
    reason = models.CharField(_("退回理由"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("发布凭证")
        constraints = [
            models.UniqueConstraint(fields=["publication", "no"], name="proof_number_is_used_once"),
            models.UniqueConstraint(
                fields=["publication"], condition=Q(state="waiting"), name="one_proof_waits_for_a_second_look"
            ),
            models.UniqueConstraint(
                fields=["publication"], condition=Q(state="confirmed"), name="publication_is_proved_once"
            ),
            models.UniqueConstraint(
                fields=["link_key"],
                condition=~Q(link_key="") & ~Q(state="returned"),
                name="link_proves_one_publication",
            ),
            models.CheckConstraint(condition=~Q(link="") | Q(screenshot__isnull=False), name="proof_shows_something"),
            models.CheckConstraint(
                condition=Q(looked_by=None) | ~Q(looked_by=F("given_by")), name="second_look_is_another_person"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", looked_by=None) | ~Q(state="waiting") & Q(looked_by__isnull=False),
                name="looked_at_proof_names_who_looked",
            ),
        ]
        indexes = [models.Index(fields=["given_at"], condition=Q(state="waiting"), name="proof_waiting")]

    def __str__(self) -> str:
        return f"{self.publication_id}#{self.no}"


class CallbackEvent(models.Model):
    """A verified message of a platform, kept before it is worked on; the same key again is answered and ignored.

    `sealed` is what came over the wire, encrypted: it may carry readers' words, so it is forgotten after 30 days. `told` is what the
    message says about a publication, so that the work can be done again without the wire's form.
    """

    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    event_key = models.CharField(max_length=200)
    seen_digest = models.CharField(
        max_length=64, blank=True
    )  # of what makes this delivery itself: signature, nonce, time
    state = models.CharField(max_length=10, choices=CallbackState, default=CallbackState.RECEIVED)
    tries = models.PositiveSmallIntegerField(default=0)
    sealed = models.TextField(blank=True)
    told: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("平台回调")
        constraints = [
            models.UniqueConstraint(fields=["account", "event_key"], name="callback_is_taken_once"),
            models.UniqueConstraint(
                fields=["account", "seen_digest"], condition=~Q(seen_digest=""), name="callback_delivery_is_seen_once"
            ),
        ]
        indexes = [
            models.Index(fields=["received_at"], condition=~Q(state="processed"), name="callback_to_do"),
            models.Index(fields=["received_at"], condition=~Q(sealed=""), name="callback_with_body"),
            models.Index(fields=["account", "received_at"], name="callback_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.event_key}"


class CallbackRefusal(models.Model):
    """How often messages for an account were refused for one reason within ten minutes: a flood is one row and one event."""

    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    slot = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        verbose_name = _("被拒绝的回调")
        constraints = [
            models.UniqueConstraint(fields=["account", "code", "slot"], name="callback_refusals_are_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.code} ×{self.count}"


class Worker(models.Model):
    """A process that sends; it says so at every tick."""

    name = models.CharField(max_length=120, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    sent = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("发布进程")

    def __str__(self) -> str:
        return self.name
