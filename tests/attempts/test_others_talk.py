"""What another department talks about, asks for and tells other systems is not there for a stranger: no page, no list, no search."""

from typing import Any

import pytest
from django.urls import reverse

from masthead.collab.models import Comment, CrossRequest, Ticket
from masthead.notify.models import Webhook
from masthead.org.models import Member
from masthead.rulebook.models import Signature
from tests.attempts.proof import browser, refused

THREADS = [
    "collab_crossrequest",
    "collab_ticket",
    "approvals_case",
    "accounts_account",
    "content_topic",
    "content_draft",
    "publishing_publication",
]
KINDS = {
    "collab_crossrequest": "request",
    "collab_ticket": "ticket",
    "approvals_case": "case",
    "accounts_account": "account",
    "content_topic": "topic",
    "content_draft": "draft",
    "publishing_publication": "publication",
}
PAGES = [
    ("collab:request", "request"), ("collab:ticket", "ticket"), ("collab:request_deed", "request_deed"), ("collab:ticket_deed", "ticket_deed"),
    ("collab:comment_go", "comment"), ("collab:comment_edit", "comment"), ("collab:people", "people"), ("notify:webhook", "webhook"),
    ("notify:change_webhook", "webhook"), ("rulebook:signature", "signature"), ("org:key", "key"), ("approvals:print", "case"),
    ("approvals:add", "task"), ("approvals:return_to", "task"), ("approvals:path", "case"),
]  # fmt: skip
ASKING = [{}, {"HX-Request": "true"}]


@pytest.mark.parametrize("headers", ASKING)
@pytest.mark.parametrize("slug", THREADS)
def test_the_thread_of_another_department_is_not_there(
    scene: Any, sun: Member, slug: str, headers: dict[str, str]
) -> None:
    address = reverse(f"collab:comments_{slug}", args=scene.things[KINDS[slug]])

    answer = refused(lambda: browser(sun).get(address, headers=headers), status=404)

    assert "头像该换了" not in answer.content.decode()


@pytest.mark.parametrize("headers", ASKING)
@pytest.mark.parametrize(("name", "of"), PAGES)
def test_a_page_of_another_department_is_not_there(
    scene: Any, sun: Member, name: str, of: str, headers: dict[str, str]
) -> None:
    address = reverse(name, args=scene.things[of])

    refused(lambda: browser(sun).get(address, headers=headers), status=404)


def test_a_reply_does_not_reach_a_thread_by_its_parent(scene: Any, sun: Member) -> None:
    """The address is of a thing that everybody may read, the parent of one that only 宣传部 may."""
    before = Comment.objects.count()
    form = {"body": "从旁门回复", "parent": scene.things["comment"][0]}

    refused(
        lambda: browser(sun).post(reverse("collab:comments_collab_idea", args=scene.things["idea"]), form), status=404
    )
    assert Comment.objects.count() == before


def test_no_list_and_no_search_tells_of_them(scene: Any, sun: Member) -> None:
    titles = {
        CrossRequest.objects.get(pk=scene.things["request"][0]).title,
        Ticket.objects.get(pk=scene.things["ticket"][0]).title,
        Webhook.objects.get(pk=scene.things["webhook"][0]).name,
        "头像该换了",
    }
    client = browser(sun)
    lists = (
        "collab:requests",
        "collab:tickets",
        "collab:mentions",
        "notify:webhooks",
        "approvals:cases",
        "org:service_keys",
        "web:home",
    )
    pages = {name: client.get(reverse(name)).content.decode() for name in lists}
    pages |= {f"search {t}": client.get(reverse("web:search"), {"q": t}).content.decode() for t in titles}

    for name, html in pages.items():
        found = {t for t in titles if t in html and not name.endswith(t)}
        assert not found, name


def test_the_register_of_signatures_names_nobody_of_another_department(scene: Any, sun: Member) -> None:
    signed = Signature.objects.select_related("member").get(pk=scene.things["signature"][0])

    html = browser(sun).get(reverse("rulebook:signatures")).content.decode()

    assert signed.member_name not in html


def test_what_was_sent_to_another_departments_system_is_not_sent_again(scene: Any, sun: Member) -> None:
    refused(
        lambda: browser(sun).post(reverse("notify:resend_hook", args=scene.things["hook_delivery"])),
        status=404,
    )
