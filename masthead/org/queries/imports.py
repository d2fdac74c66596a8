"""Imports of members, what is known beforehand, and the rows of an export."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from masthead.core.errors import NotThere
from masthead.org.models import Member, MemberImport, Unit
from masthead.org.queries.members import member_page_rows
from masthead.org.roster import Known


def known_members() -> Known:
    """What a list of members is compared with; two queries."""
    members = list(Member.objects.values_list("username", "is_active", "email", "name"))
    units = list(Unit.objects.filter(is_active=True).values_list("pk", "name", "path"))
    names = {pk: name for pk, name, _ in units}
    places: dict[str, list[int]] = {}
    for pk, name, path in units:
        above = [names.get(int(key), "") for key in path.strip("/").split("/") if key]
        for word in {name, "/".join(above), "/".join(above[1:])} - {""}:
            places.setdefault(word, []).append(pk)
    return Known(
        usernames={username: here for username, here, _, _ in members},
        emails={email.lower() for _, _, email, _ in members if email},
        names={name for _, here, _, name in members if here},
        units=places,
    )


def member_imports() -> QuerySet[MemberImport]:
    """Imports, the latest first, without their rows."""
    return MemberImport.objects.select_related("made_by").defer("rows").order_by("-pk")


def get_import(pk: int) -> MemberImport:
    """An import with its rows. Raises NotThere."""
    found = MemberImport.objects.select_related("made_by").filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这次导入。"), code="import_not_there")
    return found


def imported_members(one: MemberImport) -> list[Member]:
    """The members that an import took in and that are still there."""
    return list(Member.objects.filter(pk__in=one.member_ids).order_by("pk"))


def export_rows() -> Iterator[list[Any]]:
    """One row a member: the columns of the template, then state and roles."""
    for member in member_page_rows().order_by("-is_active", "pk"):
        first = next(iter(member.positions.all()), None)
        roles = _("、").join(
            f"{_(g.role.name)}{_('（')}{g.unit or g.account_group or _('全公司')}{_('）')}" for g in member.grants.all()
        )
        yield [
            member.name,
            member.username,
            first.unit.name if first else "",
            first.title if first else "",
            (_("是") if first.is_head else _("否")) if first else "",
            first.start_on if first else "",
            member.email,
            member.phone,
            _("在职") if member.is_active else _("已离职"),
            roles,
        ]
