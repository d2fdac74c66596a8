"""What the lists hide, the search hides: joint work is found by its own sides and by nobody else."""

import datetime as dt

import pytest

from masthead.collab import actions, testing
from masthead.core import clock
from masthead.core.models import SearchEntry
from masthead.core.search.actions import rebuild
from masthead.core.search.queries import search
from masthead.org.testing import give_role, make_member, make_unit

KINDS = ("collab.idea", "collab.crossrequest", "collab.ticket", "collab.meeting", "collab.decision")


def found(member, words):
    for kind in KINDS:
        list(rebuild(kind=kind))
    hits = search(member, words).hits
    return {SearchEntry.objects.get(kind=h.kind.kind, object_id=h.pk).title for h in hits if h.kind.kind in KINDS}


@pytest.fixture
def stranger(company, cast):
    """An editor of a department that has no part in anything."""
    shops = make_unit("门店部", parent=company)
    member = make_member("luyao", "陆遥", unit=shops, title="编辑")
    give_role(member, "editor", unit=shops)
    return member


def test_a_request_is_found_by_both_sides_only(lin, he, sun, stranger, units):
    testing.make_request(lin, units["技术部"], title="导出阅读数据")

    assert found(lin, "阅读数据") == {"导出阅读数据"}
    assert found(he, "阅读数据") == {"导出阅读数据"}
    assert found(sun, "阅读数据") == set()
    assert found(stranger, "阅读数据") == set()


def test_a_ticket_is_found_by_its_department_and_the_desk(lin, he, sun):
    testing.make_ticket(lin, title="打印机卡纸")

    assert found(lin, "打印机") == {"打印机卡纸"}
    assert found(he, "打印机") == {"打印机卡纸"}
    assert found(sun, "打印机") == set()


def test_a_feature_request_is_found_by_every_reader(lin, sun, outsider):
    testing.make_ticket(lin, kind="feature", title="批量换封面")

    assert found(sun, "批量") == {"批量换封面"}
    assert found(outsider, "批量") == set()


def test_ideas_are_for_everybody_with_a_role(lin, sun, outsider):
    testing.make_idea(lin, title="标题里写海拔")

    assert found(sun, "海拔") == {"标题里写海拔"}
    assert found(outsider, "海拔") == set()


def test_minutes_are_found_by_everybody_only_after_the_approval(lin, wu, chen, zheng, sun, outsider):
    start = clock.now() + dt.timedelta(hours=1)
    meeting = testing.make_meeting(chen, start_at=start, at=start - testing.DAY, title="年货节分工会")
    assert found(wu, "年货节") == set()
    assert found(chen, "年货节") == {"年货节分工会"}

    testing.hand_in(testing.hold(meeting, chen, chen, sun), chen, lin)
    testing.approve(meeting, zheng)

    assert found(wu, "年货节") == {"年货节分工会"}
    assert found(outsider, "年货节") == set()
    assert found(wu, "牵头落实") == {"林知夏牵头落实"}
    assert found(outsider, "牵头落实") == set()


def test_who_does_a_part_of_a_request_finds_it(lin, he, stranger, units):
    request = testing.make_request(lin, units["技术部"], title="导出阅读数据")
    actions.take_request(request=request, words="周三给。", by=he)
    actions.add_request_task(request=request, title="核对口径", owner=lin, due_on=clock.today(), by=he)

    assert found(lin, "导出") == {"导出阅读数据"}
    assert found(stranger, "导出") == set()
