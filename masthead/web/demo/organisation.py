"""What the organisation pages show: sub-departments, an own role, office hours, a company day, an account group, an absence to come."""

import datetime as dt

from masthead.core import clock
from masthead.org import actions as org
from masthead.org import queries
from masthead.org.models import Member, Unit

GROUPS = (("宣传部", "新媒体编辑组"), ("宣传部", "视频组"), ("市场部", "门店渠道组"))
INTERN = ("content.topic.read", "content.topic.propose", "content.draft.read", "content.draft.write")


def furnish(people: dict[str, Member]) -> None:
    """The organisation beyond its people, through the real actions."""
    admin, today = people["hezh"], clock.today()
    units = {unit.name: unit for unit in queries.units_by_path()}
    for above, name in GROUPS:
        org.create_unit(name=name, parent=units[above], by=admin)
    _lead_technology(admin, units["技术部"], people["zhengzz"])
    org.create_role(name="实习编辑", capabilities=INTERN, note="写稿不送审：由带教编辑提交审核", by=admin)
    org.create_account_group(name="总部号", by=admin)
    org.set_office_hours(spans=[(540, 720), (810, 1080)], start_on=today, note="冬令时，午休一个半小时", by=admin)
    org.set_own_day(on=_workday_after(today + dt.timedelta(days=45)), works=False, name="公司成立日", by=admin)
    org.delegate_duties(
        member=people["zhoush"],
        delegate=people["chenzg"],
        start_on=today + dt.timedelta(days=25),
        end_on=today + dt.timedelta(days=29),
        reason="年假",
        by=people["zhoush"],
    )


def _lead_technology(admin: Member, unit: Unit, by: Member) -> None:
    """Clause 2.1 wants the head of 技术部 in the group."""
    position = next(p for p in queries.positions_of(admin) if p.unit_id == unit.pk)
    org.change_position(position=position, title=position.title, is_head=True, start_on=position.start_on, by=by)


def _workday_after(day: dt.date) -> dt.date:
    while not queries.is_workday(day):
        day += dt.timedelta(days=1)
    return day
