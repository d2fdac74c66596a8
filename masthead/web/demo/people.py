"""The company and its fixed cast, taken in through the real actions."""

import datetime as dt
from dataclasses import dataclass

from masthead.org import actions as org
from masthead.org import queries
from masthead.org.models import Member, Role, Seat, Unit
from masthead.web.demo.sign_in import SENSITIVE, protect

COMPANY = "云岭茶业有限公司"
GROUP = "新媒体运营管理小组"
UNITS = ("总经理办公室", "宣传部", "市场部", "技术部", "审计部")


@dataclass(frozen=True)
class Person:
    """One of the cast. `roles`: (role, scope): for the whole company, or for the own unit and below."""

    username: str
    name: str
    unit: str
    title: str
    roles: tuple[tuple[str, str], ...]
    job: str
    head: bool = False


CAST: tuple[Person, ...] = (
    Person(
        "hezh",
        "何静怡",
        "技术部",
        "账号管理员",
        (("account_admin", "company"), ("admin", "company")),
        "管理账号、凭据与系统",
    ),
    Person("linbj", "林知夏", "宣传部", "内容编辑", (("editor", "unit"),), "提选题、写稿、提交审核"),
    Person("zhoush", "周明远", "宣传部", "内容审核", (("reviewer", "unit"),), "第一道审核"),
    Person("chenzg", "陈立群", "宣传部", "部长", (("head", "unit"),), "采纳选题、终审", head=True),
    Person("wufb", "吴晓舟", "宣传部", "发布专员", (("publisher", "unit"),), "排期与发布"),
    Person(
        "zhengzz",
        "郑国安",
        "总经理办公室",
        "副总经理",
        (("leader", "company"),),
        "运营管理小组组长，看执行看板",
        head=True,
    ),
    Person(
        "sunsc",
        "孙博文",
        "市场部",
        "部长",
        (("editor", "unit"), ("head", "unit")),
        "市场部，看不到宣传部的稿件",
        head=True,
    ),
    Person("shenji", "沈严", "审计部", "审计", (("auditor", "company"),), "查看留痕与证据"),
    Person("qianwb", "钱一凡", "", "", (), "外部人，没有任何角色"),
)


def found(password: str, since: dt.date) -> dict[str, Member]:
    """Found the company and take everybody in; {username: member}."""
    root = org.found_company(name=COMPANY, group_name=GROUP)
    units = {
        name: org.create_unit(name=name, parent=root, by=None, order=place * 10) for place, name in enumerate(UNITS, 1)
    }
    people: dict[str, Member] = {}
    for person in CAST:
        by = people.get("hezh")
        email = f"{person.username}@yunling-tea.example"
        member = org.add_member(username=person.username, name=person.name, password=password, email=email, by=by)
        people[person.username] = member
        if any(role in SENSITIVE for role, _ in person.roles):
            protect(member)
        if person.unit:
            _place(person, member, units[person.unit], by, since)
    for username, seat in (
        ("zhengzz", Seat.LEADER),
        ("chenzg", Seat.MEMBER),
        ("sunsc", Seat.MEMBER),
        ("hezh", Seat.MEMBER),
    ):
        org.take_seat(member=people[username], seat=seat, by=people["hezh"], start_on=since)
    for year in (since.year, since.year + 1):
        org.import_calendar_year(year=year, by=people["hezh"])
    return people


def _place(person: Person, member: Member, unit: Unit, by: Member | None, since: dt.date) -> None:
    org.take_position(member=member, unit=unit, title=person.title, is_head=person.head, by=by, start_on=since)
    roles = {role.key: role for role in Role.objects.all()}
    for key, scope in person.roles:
        org.grant_role(member=member, role=roles[key], unit=None if scope == "company" else unit, by=by, start_on=since)


def fresh(username: str) -> Member:
    """The member read anew, so that no capability kept from an earlier moment of the story is used."""
    member = queries.get_member_by_username(username)
    if member is None:
        raise LookupError(username)
    return member
