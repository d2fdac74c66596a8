"""Remarks on a range of the text, suggested changes, and the answers to them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from masthead.content.models.drafts import Draft, Revision


class AnnotationKind(models.TextChoices):
    COMMENT = "comment", _("批注")
    SUGGESTION = "suggestion", _("修改建议")


class AnnotationState(models.TextChoices):
    OPEN = "open", _("待处理")
    ANSWERED = "answered", _("已答复")
    RESOLVED = "resolved", _("已解决")
    ACCEPTED = "accepted", _("已采纳")
    DECLINED = "declined", _("未采纳")


class Annotation(models.Model):
    """A remark on text[start:end] of one part of one version. The place never changes; where it stands in later versions is found anew.

    `prefix` and `suffix` are the characters around, `replacement` the words that a suggestion wants there ('' = leave them out).
    """

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="annotations")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=AnnotationKind, default=AnnotationKind.COMMENT)
    part = models.CharField(max_length=40)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    prefix = models.CharField(max_length=40, blank=True)
    suffix = models.CharField(max_length=40, blank=True)
    body = models.TextField(_("意见"), max_length=1000, blank=True)
    replacement = models.TextField(_("改为"), max_length=1000, blank=True)
    blocking = models.BooleanField(_("必须处理"), default=False)
    state = models.CharField(max_length=10, choices=AnnotationState, default=AnnotationState.OPEN)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    made_revision = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("批注")
        indexes = [models.Index(fields=["draft", "state", "id"], name="annotation_by_draft")]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="annotation_has_a_range"),
            models.CheckConstraint(condition=~Q(quote=""), name="annotation_quotes_its_words"),
            models.CheckConstraint(
                condition=Q(kind="suggestion") | ~Q(body=""), name="annotation_comment_says_something"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(made_revision__isnull=False),
                name="accepted_suggestion_made_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}「{self.quote[:20]}」"

    @property
    def is_suggestion(self) -> bool:
        return self.kind == AnnotationKind.SUGGESTION

    @property
    def is_settled(self) -> bool:
        return self.state in (AnnotationState.RESOLVED, AnnotationState.ACCEPTED, AnnotationState.DECLINED)


class AnnotationReply(models.Model):
    """An answer below an annotation; rows are only added."""

    annotation = models.ForeignKey(Annotation, on_delete=models.PROTECT, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(_("答复"), max_length=1000)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("批注答复")
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="annotation_reply_says_something")]

    def __str__(self) -> str:
        return f"{self.annotation_id} · {self.author_id}"
