"""An outcome that stays unknown: a person decides, with a reason; what failed is sent again only through the gates."""

import datetime as dt

import pytest
from django.urls import reverse

from masthead.core import clock
from masthead.core.errors import Stale
from masthead.notify.models import Notice
from masthead.platforms.contract import Found, LookUp
from masthead.platforms.registry import connector_for
from masthead.publishing import actions
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState, Verdict
from masthead.publishing.testing import make_publication
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db
S = PublicationState
LINK = "https://mp.example.com/s/abc123"


@pytest.fixture
def unknown(approved, account, wu) -> Publication:
    now = clock.now()
    return make_publication(
        approved, account, by=wu, due_at=now, state=S.UNKNOWN, unknown_since=now - dt.timedelta(hours=1), stage="draft",
        window_start=approved.window_start, window_end=approved.window_end, remote={"media_id": "m1"},
    )  # fmt: skip


def post(client, publication, **body: str):
    return client.post(reverse("publishing:resolve", args=[publication.pk]), body)


def test_confirmed_as_sent_it_is_published_with_its_link(client_of, wu, unknown, account):
    response = post(client_of(wu), unknown, verdict="sent", url=LINK, reason="在平台后台看到文章已发表")

    unknown.refresh_from_db()
    account.refresh_from_db()
    assert response.status_code == 302
    assert (unknown.state, unknown.article_url) == (S.PUBLISHED, LINK)
    assert account.published_count == 1


def test_confirmed_as_not_sent_it_goes_back_to_the_queue(client_of, wu, unknown):
    post(client_of(wu), unknown, verdict="not_sent", reason="平台后台没有这篇文章")

    unknown.refresh_from_db()
    assert (unknown.state, unknown.stage) == (S.SCHEDULED, "draft")


def test_the_decision_stands_on_the_trail_with_its_reason(client_of, wu, unknown):
    post(client_of(wu), unknown, verdict="not_sent", reason="平台后台没有这篇文章")

    event = Event.objects.get(name="publishing:publication:resolved")
    assert (event.actor_id, event.reason, event.data["verdict"]) == (wu.pk, "平台后台没有这篇文章", "not_sent")


@pytest.mark.parametrize(
    "body",
    [
        {"verdict": "sent", "url": "", "reason": "在平台后台看到文章"},
        {"verdict": "sent", "url": "javascript:alert(1)", "reason": "在平台后台看到文章"},
        {"verdict": "sent", "url": LINK, "reason": "x"},
        {"verdict": "maybe", "url": LINK, "reason": "在平台后台看到文章"},
    ],
)
def test_a_decision_without_link_or_reason_is_refused(client_of, wu, unknown, body):
    response = post(client_of(wu), unknown, **body)

    unknown.refresh_from_db()
    assert (response.status_code, unknown.state) == (422, S.UNKNOWN)


def test_after_the_window_it_can_only_be_closed(wu, unknown):
    later = unknown.window_end + dt.timedelta(minutes=1)

    actions.resolve_unknown(
        publication=unknown, verdict=Verdict.NOT_SENT, reason="平台后台没有这篇文章", by=wu, at=later
    )

    assert unknown.state == S.EXPIRED


def test_when_the_look_up_was_faster_the_person_is_told(wu, unknown):
    Publication.objects.filter(pk=unknown.pk).update(state=S.ACCEPTED)

    with pytest.raises(Stale):
        actions.resolve_unknown(publication=unknown, verdict=Verdict.NOT_SENT, reason="平台后台没有这篇文章", by=wu)


def test_a_look_up_that_stays_unsure_never_sends_again(unknown):
    connector = connector_for("wechat_oa")

    for _ in range(5):
        actions.settle_look_up(
            publication_id=unknown.pk, found=LookUp(Found.UNSURE), asked_at=clock.now(), connector=connector
        )

    unknown.refresh_from_db()
    assert unknown.state == S.UNKNOWN


def test_a_no_between_unsure_answers_does_not_count_twice(unknown, quick):
    connector = connector_for("wechat_oa")

    for answer in (Found.NO, Found.UNSURE, Found.NO):
        actions.settle_look_up(
            publication_id=unknown.pk, found=LookUp(answer), asked_at=clock.now(), connector=connector
        )

    unknown.refresh_from_db()
    assert (unknown.state, unknown.no_count) == (S.UNKNOWN, 1)


def test_a_person_is_asked_once(unknown, wu):
    connector = connector_for("wechat_oa")

    for _ in range(3):
        actions.settle_look_up(
            publication_id=unknown.pk, found=LookUp(Found.UNSURE), asked_at=clock.now(), connector=connector
        )

    assert Notice.objects.filter(kind="publishing.unknown", member=wu).count() == 1


def test_a_failed_post_is_sent_again_after_all_gates(client_of, wu, unknown):
    Publication.objects.filter(pk=unknown.pk).update(state=S.FAILED, failure_kind="credential")

    response = client_of(wu).post(reverse("publishing:retry", args=[unknown.pk]), {"reason": "密钥已更换并测试通过"})

    unknown.refresh_from_db()
    assert (response.status_code, unknown.state) == (302, S.SCHEDULED)


def test_a_failed_post_whose_draft_was_edited_is_not_sent_again(client_of, wu, lin, unknown, approved):
    from masthead.content.testing import save_text

    Publication.objects.filter(pk=unknown.pk).update(state=S.FAILED, failure_kind="credential")
    save_text(approved, lin, title="改过的标题：蒙顶春茶开采")

    response = client_of(wu).post(reverse("publishing:retry", args=[unknown.pk]), {"reason": "密钥已更换并测试通过"})

    unknown.refresh_from_db()
    assert (response.status_code, unknown.state) == (422, S.FAILED)
