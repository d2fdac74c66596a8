"""What breaks after publishing breaks alone: the post stays published, and nothing is ever sent a second time."""

import contextlib

import pytest

from masthead.core import clock, jobs
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.base import PlatformConnector
from masthead.publishing import actions, engine
from masthead.publishing.models import Evidence, OwnComment, Publication, Withdrawal
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import look_now

pytestmark = pytest.mark.django_db
S = PublicationState


class Broken(Exception):
    """Something that nobody foresaw."""


BROKEN = [
    pytest.param(lambda: Broken("no such thing"), id="nobody-foresaw-it"),
    *[pytest.param(lambda kind=kind: PlatformFault("坏了", kind=kind), id=kind.value) for kind in FaultKind],
]


@pytest.fixture
def broken(site_out, monkeypatch):
    """Every call that can be made after publishing raises."""

    def arrange(make) -> Publication:
        def fail(*_args, **_named):
            raise make()

        connector = type(engine.afterwards.connector_for("wordpress"))
        assert issubclass(connector, PlatformConnector)
        for name in ("revisit", "delete", "comment_below", "status", "comments", "reply"):
            monkeypatch.setattr(connector, name, fail)
        monkeypatch.setattr(engine.page, "fetch", actions.Page)
        return site_out

    return arrange


@pytest.mark.parametrize("make", BROKEN)
def test_every_side_effect_raises_and_the_post_stays_published_once(broken, platform, wu, make):
    post = broken(make)
    calls = post.attempts.count()
    OwnComment.objects.filter(publication=post).delete()
    withdrawal = actions.ask_withdrawal(publication=post, reason_kind="other", reason="做一次演练", by=wu)
    actions.plan_first_comment(publication=post)
    comment = OwnComment.objects.get(publication=post)

    work = {"publishing.look": (post.pk, 0), "publishing.take_down": (withdrawal.pk,), "publishing.say": (comment.pk,)}
    for job, args in work.items():
        with contextlib.suppress(Broken):
            jobs.run_now(job, *args)
    for _round in range(3):
        engine.tick("test")
        engine.look_up_unknown("test")

    post.refresh_from_db()
    assert post.state == S.PUBLISHED
    assert post.attempts.count() == calls
    address = f"{platform.url_of('wordpress')}/wp-json/wp/v2/posts"
    assert len(platform.http.get(address, params={"search": post.title}).json()) == 1


def test_what_is_due_is_handed_out_as_jobs_and_done_at_once(site_out, platform, django_capture_on_commit_callbacks):
    Publication.objects.filter(pk=site_out.pk).update(next_verify_at=clock.now())
    with django_capture_on_commit_callbacks(execute=True):
        assert engine.hand_out() == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert engine.hand_out() <= 1

    site_out.refresh_from_db()
    assert site_out.verify_no == 1
    assert Evidence.objects.filter(publication=site_out).exists()
    assert not Withdrawal.objects.exists()


def test_the_browsers_picture_is_left_out_where_no_browser_is_named(site_out):
    look_now(site_out)

    assert engine.take_portrait(site_out.pk, "confirmed") is False
