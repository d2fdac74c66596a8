"""Notices reach the right people once, and only they read them."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from masthead.core.errors import NotThere
from masthead.notify import actions, queries
from masthead.notify.models import Notice
from masthead.org import actions as org

KIND = "approvals.asked"


def tell(*members, by=None, title="请审批：春茶采摘开园", url="/content/drafts/1/", **more):
    return actions.tell(kind=KIND, members=members, title=title, url=url, by=by, **more)


def test_everybody_is_told_once_and_the_doer_is_not(lin, zhou, chen):
    tell(zhou, zhou.pk, chen, lin, by=lin)

    assert set(Notice.objects.values_list("member_id", flat=True)) == {zhou.pk, chen.pk}
    assert queries.unread_count(zhou) == 1
    assert queries.unread_count(lin) == 0


def test_somebody_who_left_is_not_told(lin, zhou, he):
    org.let_member_leave(member=zhou, by=he, reason="合同到期离职")

    assert tell(zhou, by=lin) == []


def test_unknown_kind_is_refused(zhou):
    with pytest.raises(KeyError):
        actions.tell(kind="nobody.declared", members=[zhou], title="x", url="/")


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/"])
def test_notice_never_leads_out_of_the_house(zhou, url):
    with pytest.raises(ValueError, match="this house"):
        tell(zhou, url=url)


def test_lazy_words_come_in_the_readers_language(zhou, chen):
    org.set_language(member=zhou, language="en", by=zhou)

    tell(zhou, chen, title=gettext_lazy("通知"))

    assert Notice.objects.get(member=chen).title == "通知"


def test_notice_and_deed_stand_or_fall_together(zhou):
    from django.db import transaction

    @transaction.atomic
    def deed():
        tell(zhou)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        deed()

    assert queries.unread_count(zhou) == 0


def test_opening_marks_it_read_and_leads_on(zhou, client_of):
    notice = tell(zhou)[0]
    browser = client_of(zhou)

    assert browser.get(reverse("notify:open", args=[notice.pk])).url == "/content/drafts/1/"
    browser.get(reverse("notify:open", args=[notice.pk]))

    assert queries.unread_count(zhou) == 0


def test_nobody_opens_the_notice_of_another(lin, zhou, client_of):
    notice = tell(zhou)[0]

    assert client_of(lin).get(reverse("notify:open", args=[notice.pk])).status_code == 404
    with pytest.raises(NotThere):
        queries.get_notice_for(lin, notice.pk)


def test_all_are_read_at_once(zhou, client_of):
    tell(zhou)
    tell(zhou, title="请审批：明前茶上新")

    answer = client_of(zhou, htmx=True).post(reverse("notify:read_all"))

    assert "<html" not in answer.content.decode()
    assert queries.unread_count(zhou) == 0


def test_reading_all_works_without_scripts(zhou, client_of):
    tell(zhou)

    assert client_of(zhou).post(reverse("notify:read_all")).url == reverse("notify:notices")


def test_list_shows_unread_first_by_day_and_only_ones_own(lin, zhou, client_of):
    read = tell(zhou, title="已读的旧通知")[0]
    actions.read_notice(notice=read, by=zhou)
    old = tell(zhou, title="未读的旧通知")[0]
    newer = tell(zhou, title="更新的已读通知")[0]
    actions.read_notice(notice=newer, by=zhou)
    tell(lin, title="别人的通知")

    page = client_of(zhou).get(reverse("notify:notices")).content.decode()

    assert page.index(old.title) < page.index(newer.title) < page.index(read.title)
    assert "别人的通知" not in page


def test_list_goes_on_beyond_one_page(zhou, client_of):
    for n in range(30):
        tell(zhou, title=f"第{n}条")
    browser = client_of(zhou)

    first = browser.get(reverse("notify:notices"))
    second = browser.get(reverse("notify:notices"), {"cursor": first.context["page"].next})

    assert len(first.context["page"]) + len(second.context["page"]) == 30


def test_bell_is_a_fragment_with_the_newest(zhou, client_of):
    tell(zhou)

    page = client_of(zhou, htmx=True).get(reverse("notify:bell")).content.decode()

    assert "春茶采摘开园" in page
    assert "<html" not in page


def test_pages_keep_to_their_query_budget(zhou, client_of, django_assert_max_num_queries):
    for n in range(25):
        tell(zhou, title=f"第{n}条")
    browser = client_of(zhou)

    with django_assert_max_num_queries(12):
        browser.get(reverse("notify:notices"))


def test_workbench_card_counts_unread(zhou, django_assert_max_num_queries):
    from masthead.notify.registrations import unread_card

    for n in range(7):
        tell(zhou, title=f"第{n}条")

    with django_assert_max_num_queries(2):
        card = unread_card(zhou)
    assert (card.count, len(card.items)) == (7, 5)
