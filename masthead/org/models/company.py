"""Members, units, positions, the management group, roles and their scopes, the business calendar, kept counters."""

import datetime as dt
from typing import Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MemberManager(BaseUserManager["Member"]):
    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(username=username)


class Member(AbstractBaseUser):
    """A person of the company who signs in. Never called user in domain talk; a platform account is something else."""

    username = models.CharField(_("登录名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    email = models.EmailField(_("邮箱"), blank=True)
    phone = models.CharField(_("手机"), max_length=30, blank=True)
    is_active = models.BooleanField(_("在职"), default=True)
    is_staff = False
    is_superuser = False
    language = models.CharField(_("界面语言"), max_length=10, default="zh-hans")
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[MemberManager] = MemberManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("成员")

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Does the member hold the capability in at least one scope? Only the backend that knows capabilities is asked."""
        return self.is_active and any(
            b.has_perm(self, perm, obj) for b in get_backends() if getattr(b, "knows_capabilities", False)
        )


class Unit(models.Model):
    """A department; a tree by `path` ('/1/4/': keys from the root to itself), so that a scope covers all below with one prefix."""

    name = models.CharField(_("名称"), max_length=60)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("上级部门")
    )
    path = models.CharField(max_length=200, blank=True, db_index=True)
    order = models.PositiveSmallIntegerField(default=50)
    is_active = models.BooleanField(default=True)
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("部门")
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="unit_name_is_unique_under_its_parent"),
            models.UniqueConstraint(fields=["name"], condition=Q(parent=None), name="root_unit_name_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """0 for the company itself, 1 for the departments right below it."""
        return max(self.path.count("/") - 2, 0)


class Position(models.Model):
    """What a member is in a unit, from a day to a day (None = still)."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="positions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="positions")
    title = models.CharField(_("岗位"), max_length=60)
    is_head = models.BooleanField(_("部门负责人"), default=False)
    is_primary = models.BooleanField(_("主岗"), default=True)
    start_on = models.DateField(_("任职日期"))
    end_on = models.DateField(_("离任日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("岗位")
        constraints = [
            models.CheckConstraint(
                condition=Q(end_on=None) | Q(end_on__gte=F("start_on")), name="position_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.title}"


class ManagementGroup(models.Model):
    """The management group 新媒体运营管理小组 of clause 2.1; there is one."""

    name = models.CharField(_("名称"), max_length=60, default="新媒体运营管理小组")
    founded_on = models.DateField(_("成立日期"))
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("运营管理小组")

    def __str__(self) -> str:
        return self.name


class Seat(models.TextChoices):
    LEADER = "leader", _("组长")
    MEMBER = "member", _("组员")


class GroupSeat(models.Model):
    """A member's seat in the management group from a day to a day; one leader at a time."""

    group = models.ForeignKey(ManagementGroup, on_delete=models.PROTECT, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="seats")
    seat = models.CharField(max_length=8, choices=Seat)
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("小组席位")
        constraints = [
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(seat="leader", end_on=None),
                name="management_group_has_one_leader_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} {Seat(self.seat).label}"


class AccountGroup(models.Model):
    """A set of platform accounts that scopes capabilities; accounts (floor 8) join it."""

    name = models.CharField(_("名称"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("账号组")

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A named set of capabilities. Built-in ones come from `registry.ROLE_SEEDS` and keep their key."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    sensitive = models.BooleanField(_("敏感角色"), default=False)
    built_in = models.BooleanField(default=False)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("角色")

    def __str__(self) -> str:
        return self.name


class RoleCapability(models.Model):
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="capabilities")
    capability = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("角色权限")
        constraints = [models.UniqueConstraint(fields=["role", "capability"], name="role_holds_a_capability_once")]

    def __str__(self) -> str:
        return f"{self.role}: {self.capability}"


class ScopeKind(models.TextChoices):
    COMPANY = "company", _("全公司")
    UNIT = "unit", _("部门")
    ACCOUNT_GROUP = "account_group", _("账号组")


class Grant(models.Model):
    """A role given to a member within a scope, from a day to a day. Ended, never deleted."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="grants")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="grants")
    scope_kind = models.CharField(max_length=14, choices=ScopeKind, default=ScopeKind.COMPANY)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    account_group = models.ForeignKey(AccountGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("角色授予")
        indexes = [models.Index(fields=["member", "end_on"], name="grant_by_member")]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope_kind="company", unit=None, account_group=None)
                | Q(scope_kind="unit", unit__isnull=False, account_group=None)
                | Q(scope_kind="account_group", unit=None, account_group__isnull=False),
                name="grant_scope_names_its_object",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.role}"


class DayKind(models.TextChoices):
    WORKDAY = "workday", _("工作日")
    REST = "rest", _("休息日")
    HOLIDAY = "holiday", _("法定节假日")
    MAKE_UP = "make_up", _("调休上班")


class CalendarDay(models.Model):
    """One day of the business calendar as published; a year without rows is 未公布 and counts Monday to Friday provisionally."""

    on = models.DateField(unique=True)
    kind = models.CharField(max_length=8, choices=DayKind)
    name = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=80, blank=True)
    own = models.BooleanField(_("公司自定"), default=False)
    published_kind = models.CharField(
        max_length=8, blank=True
    )  # under a company's own day: what comes back when it goes
    published_name = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("工作日历")

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {DayKind(self.kind).label}"


class Counter(models.Model):
    """A kept figure of a member (to-do, unread): the page frame reads all in one query instead of counting rows."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    value = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("计数")
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="counter_is_kept_once_per_member")]

    def __str__(self) -> str:
        return f"{self.key}={self.value}"


def in_force(day: dt.date) -> Q:
    """Rows with start_on/end_on that hold on `day`."""
    return Q(start_on__lte=day) & (Q(end_on=None) | Q(end_on__gte=day))
