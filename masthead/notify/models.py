"""One notice for one member."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from masthead.org.models import Member


class Notice(models.Model):
    """What a member was told. `url` is an address of this house; read once, kept for good."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("内容"), blank=True)
    url = models.CharField(max_length=300, blank=True)
    clause = models.CharField(_("条款"), max_length=20, blank=True)
    sender_name = models.CharField(_("办理人"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(null=True)
    seen = models.GeneratedField(
        expression=models.Case(models.When(read_at=None, then=models.Value(0)), default=models.Value(1)),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )  # 0 = unread: a column and not a sum of the query, so that the list can be read from its index

    class Meta:
        verbose_name = _("通知")
        indexes = [
            models.Index(fields=["member", "seen", "-id"], name="notice_unread_first"),
            models.Index(fields=["member", "-id"], name="notice_by_member"),
            models.Index(fields=["member", "-id"], condition=models.Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.title
