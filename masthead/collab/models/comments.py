"""Comments on any object: the object is named by kind and id, so that no key points up."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Comment(models.Model):
    """One remark. A thread is a comment without parent; replies hang one level below it. Withdrawn words stay in the history."""

    target_kind = models.CharField(max_length=60)
    target_id = models.BigIntegerField()
    target_name = models.CharField(max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(_("内容"), max_length=2000)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("评论")
        indexes = [
            models.Index(fields=["target_kind", "target_id", "id"], name="comment_by_target"),
            models.Index(fields=["author", "-created_at"], name="comment_by_author"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="comment_says_something"),
            models.CheckConstraint(condition=Q(parent=None) | Q(resolved_at=None), name="only_a_thread_is_resolved"),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} · {self.target_name}"


class CommentEdit(models.Model):
    """What a comment said before an edit; rows are only added."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="edits")
    body = models.TextField()
    replaced_at = models.DateTimeField()

    class Meta:
        verbose_name = _("评论修改记录")

    def __str__(self) -> str:
        return f"{self.comment_id} · {self.replaced_at:%Y-%m-%d %H:%M}"


class Mention(models.Model):
    """A member named in a comment with @."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="mentions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("提及")
        indexes = [models.Index(fields=["member", "-id"], name="mention_by_member")]
        constraints = [
            models.UniqueConstraint(fields=["comment", "member"], name="member_is_mentioned_once_in_a_comment")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} @{self.member_id}"
