"""The event list and the timeline of a thing."""

import pytest
from django.template import engines
from django.urls import reverse

from masthead.trail import actions

pytestmark = pytest.mark.django_db


def test_the_whole_trail_is_read_by_auditor_leader_and_administrator_only(client_of, auditor, zheng, he, lin, outsider):
    address = reverse("trail:events")

    assert [client_of(m).get(address).status_code for m in (auditor, zheng, he)] == [200, 200, 200]
    assert [client_of(m).get(address).status_code for m in (lin, outsider)] == [403, 403]


def test_the_trail_is_narrowed_by_person_clause_object_and_outcome(client_of, auditor, lin, zhou, pick):
    pick(by=lin, target=zhou)
    pick(by=zhou, target=lin)
    actions.record_refusal(action="x.y", clause="3.3.2", code="no", message="不能审核自己的稿件", by=lin, target=zhou)
    browser = client_of(auditor)

    def names(**query):
        return [e.actor_name for e in browser.get(reverse("trail:events"), query).context["page"].rows]

    assert names(person="周明") == ["周明远"]
    assert names(clause="3.3.2", outcome="refused") == ["林知夏"]
    assert names(q=f"org.member:{zhou.pk}") == ["林知夏", "林知夏"]
    assert names(q="知夏") == ["周明远"]


def test_the_trail_is_paged_by_cursor(client_of, auditor, pick):
    for number in range(60):
        pick(reason=str(number))
    browser = client_of(auditor)

    first = browser.get(reverse("trail:events")).context["page"]
    second = browser.get(reverse("trail:events"), {"cursor": first.next}).context["page"]

    assert [e.reason for e in first.rows] == [str(n) for n in range(59, 9, -1)]
    assert [e.reason for e in second.rows] == [str(n) for n in range(9, -1, -1)]


def test_the_trail_page_costs_the_same_whatever_its_length(client_of, auditor, pick, django_assert_max_num_queries):
    for _ in range(60):
        pick(by=auditor, target=auditor)
    browser = client_of(auditor)
    browser.get(reverse("trail:events"))

    with django_assert_max_num_queries(15):
        browser.get(reverse("trail:events"))


def test_a_timeline_tells_deeds_and_refusals_in_words_with_one_query(lin, zhou, pick, django_assert_num_queries):
    pick(by=lin, target=zhou, reason="清明前")
    actions.record_refusal(
        action="trail.tests.test_recording.brew_tea",
        clause="3.3.2",
        code="no",
        message="不能审核自己的稿件。",
        by=lin,
        target=zhou,
    )
    template = engines["django"].from_string("{% load trail %}{% timeline thing %}")

    with django_assert_num_queries(1):
        html = template.render({"thing": zhou})

    assert "采下了鲜叶" in html
    assert "办理“采下鲜叶”被拒绝" in html
    assert "不能审核自己的稿件。" in html
