"""Members from a file: read for the preview, taken in at the confirmation, taken back while nobody has begun to work."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.digest import digest_bytes
from masthead.core.errors import RuleBroken, Stale
from masthead.core.files import names
from masthead.org import roster, sheets
from masthead.org.events import OrgEvent
from masthead.org.models import Grant, ImportState, Member, MemberImport, Position
from masthead.org.queries import known_members
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

UNDO_DAYS = 7
BATCH = 500


@guarded("2.1")
@transaction.atomic
def read_members(*, data: bytes, name: str, by: Member, at: dt.datetime | None = None) -> MemberImport:
    """Read a list of members for the preview; nobody is taken in. The file itself is not kept.

    Clause: 2.1.  Raises: BadInput for a file that is no list of members, too large, or hostile.  Events: org:import:read.
    """
    moment = at or clock.now()
    rows = roster.read_roster(sheets.read_table(data, name), known_members(), clock.china(moment).date())
    wrong = sum(bool(row["errors"]) for row in rows)
    one = MemberImport.objects.create(
        file_name=names.last_part(name)[:200],
        sha256=digest_bytes(data),
        rows=rows,
        row_count=len(rows),
        wrong_count=wrong,
        made_by=by,
        made_at=moment,
    )
    trail.record(
        OrgEvent.IMPORT_READ, target=one, by=by, data={"rows": len(rows), "wrong": wrong, "sha256": one.sha256}
    )
    return one


@guarded("2.1")
@transaction.atomic
def confirm_import(
    *, one: MemberImport, by: Member, only_good: bool = False, at: dt.datetime | None = None
) -> MemberImport:
    """Take the members of a preview in: all of them, or only the good rows. One transaction: a failure leaves nobody behind.

    Clause: 2.1.  Raises: Stale when it was confirmed or dropped, or when the company changed so that rows turned wrong;
    RuleBroken when rows are wrong and not left out.  Events: org:import:done, org:member:joined.
    Races: the import's row is locked and every row is judged anew against the members of this moment.
    """
    now = _lock(one, ImportState.PREVIEW)
    moment = at or clock.now()
    good = _judge_again(now, only_good=only_good)
    members = _take_in([_member_of(row) for row in good])
    Position.objects.bulk_create(
        [_position_of(row, member) for row, member in zip(good, members, strict=True)], batch_size=BATCH
    )
    for member in members:
        trail.record(OrgEvent.MEMBER_JOINED, target=member, by=by, data={"username": member.username, "import": now.pk})
    now.state, now.done_at, now.member_ids = ImportState.DONE, moment, [m.pk for m in members]
    now.save(update_fields=["state", "done_at", "member_ids", "rows", "wrong_count"])
    data = {"taken": len(members), "left_out": now.row_count - len(members)}
    trail.record(OrgEvent.IMPORT_DONE, target=now, by=by, data=data)
    return now


@guarded("2.1")
@transaction.atomic
def drop_import(*, one: MemberImport, by: Member) -> MemberImport:
    """Give a preview up; what was read is forgotten.

    Clause: 2.1.  Raises: Stale when it is no preview any more.  Events: org:import:dropped.
    """
    now = _lock(one, ImportState.PREVIEW)
    now.state, now.rows = ImportState.DROPPED, []
    now.save(update_fields=["state", "rows"])
    trail.record(OrgEvent.IMPORT_DROPPED, target=now, by=by)
    return now


@guarded("2.1")
@transaction.atomic
def undo_import(*, one: MemberImport, by: Member, at: dt.datetime | None = None) -> tuple[int, list[Member]]:
    """Take a mistaken import back: (how many were removed, who stays because work has begun).

    Clause: 2.1.  Raises: Stale when it is not done, RuleBroken after seven days.  Events: org:import:undone.
    Only people who never signed in and on whom nothing hangs are removed; the trail keeps that they were there.
    """
    now = _lock(one, ImportState.DONE)
    if now.done_at is None or (at or clock.now()) - now.done_at > dt.timedelta(days=UNDO_DAYS):
        raise RuleBroken(
            _("导入已超过 %(n)d 天，不能整批撤销。") % {"n": UNDO_DAYS},
            code="import_old",
            clause="2.1",
            advice=_("请逐人办理离职。"),
        )
    members = list(Member.objects.filter(pk__in=now.member_ids).order_by("pk"))
    granted = set(Grant.objects.filter(member__in=now.member_ids).values_list("member_id", flat=True))
    idle = [m for m in members if m.last_login is None and m.pk not in granted]
    gone = {pk for place in range(0, len(idle), BATCH) for pk in _remove([m.pk for m in idle[place : place + BATCH]])}
    stay = [m for m in members if m.pk not in gone]
    removed = len(gone)
    now.state, now.member_ids, now.rows = ImportState.UNDONE, [m.pk for m in stay], []
    now.save(update_fields=["state", "member_ids", "rows"])
    data = {"removed": removed, "stay": [m.username for m in stay]}
    trail.record(OrgEvent.IMPORT_UNDONE, target=now, by=by, data=data)
    return removed, stay


@guarded("2.1")
@transaction.atomic
def note_export(*, by: Member, count: int) -> None:
    """Somebody took the list of members, with addresses and numbers, out of the house.

    Clause: 2.1.  Events: org:member:exported.
    """
    trail.record(OrgEvent.MEMBERS_EXPORTED, by=by, data={"rows": count})


def _lock(one: MemberImport, state: ImportState) -> MemberImport:
    now = MemberImport.objects.select_for_update().filter(pk=one.pk, state=state).first()
    if now is None:
        raise Stale(_("这次导入已经处理过。"), code="import_state", clause="2.1", advice=_("请重新打开导入页。"))
    return now


def _judge_again(one: MemberImport, *, only_good: bool) -> list[dict[str, Any]]:
    """The rows that are good at this moment. The company may have changed since the preview."""
    known = known_members()
    fresh = 0
    for row in one.rows:
        before = bool(row["errors"])
        if not before:
            roster.judge_against(row, known)
            fresh += bool(row["errors"])
    one.wrong_count = sum(bool(row["errors"]) for row in one.rows)
    if one.wrong_count and not only_good:
        raise RuleBroken(
            _("还有 %(n)d 行有错，没有导入任何人。") % {"n": one.wrong_count},
            code="import_wrong_rows",
            clause="2.1",
            advice=_("请改正文件后重新上传，或选择只导入正确的行。")
            if not fresh
            else _("预览之后公司资料有变化，请重新上传文件。"),
        )
    good = [row for row in one.rows if not row["errors"]]
    if not good:
        raise RuleBroken(
            _("没有可以导入的行。"), code="import_nothing", clause="2.1", advice=_("请改正文件后重新上传。")
        )
    return good


def _take_in(members: list[Member]) -> list[Member]:
    """A savepoint: somebody may have taken one of the logins since the rows were judged."""
    try:
        with transaction.atomic():
            return Member.objects.bulk_create(members, batch_size=BATCH)
    except IntegrityError:
        raise Stale(
            _("刚刚有人用了名单里的登录名，没有导入任何人。"),
            code="import_overtaken",
            clause="2.1",
            advice=_("请重新上传文件。"),
        ) from None


def _member_of(row: dict[str, Any]) -> Member:
    cells = row["cells"]
    member = Member(username=cells["username"], name=cells["name"], email=cells["email"], phone=cells["phone"])
    member.set_unusable_password()
    return member


def _position_of(row: dict[str, Any], member: Member) -> Position:
    return Position(
        member=member,
        unit_id=row["unit_id"],
        title=row["cells"]["title"],
        is_head=row["is_head"],
        is_primary=True,
        start_on=dt.date.fromisoformat(row["start_on"]),
    )


def _remove(keys: list[int]) -> list[int]:
    """Keys of those who are gone. A savepoint: what other rooms protect stays; a batch that is refused is tried one by one."""
    try:
        with transaction.atomic():
            Position.objects.filter(member__in=keys).delete()
            Member.objects.filter(pk__in=keys).delete()
    except ProtectedError:
        return [] if len(keys) == 1 else [pk for key in keys for pk in _remove([key])]
    return keys
