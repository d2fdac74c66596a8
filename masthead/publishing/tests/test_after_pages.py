"""The block «发布之后» and its pages: what is shown, who may, and that nothing typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from masthead.core import clock
from masthead.publishing import actions
from masthead.publishing.models import Correction, Evidence, Publication, Withdrawal
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import look_now, make_publication, make_screenshot, things_afterwards
from masthead.publishing.tests.test_probes import AFTERWARDS, month
from masthead.trail.probes import PROBES

pytestmark = pytest.mark.django_db
S = PublicationState


@pytest.fixture
def post(account, lin, wu) -> Publication:
    pk = things_afterwards(account, lin, wu)["post_out"][0]
    return Publication.objects.select_related("account__platform", "draft", "revision").get(pk=pk)


def address(name: str, post: Publication, *more: object) -> str:
    return reverse(f"publishing:{name}", args=[post.pk, *more])


def test_the_block_shows_evidence_with_its_digest_and_warns_of_tampering(client_of, post, wu):
    row = actions.add_evidence(publication=post, data=make_screenshot(), name="live.png", note="九点截图", by=wu)
    page = client_of(wu).get(address("afterwards", post)).content.decode()
    assert row.sha256[:16] in page
    assert "指纹相符" in page

    other = actions.add_evidence(publication=post, data=make_screenshot(5), name="b.png", note="", by=wu)
    Evidence.objects.filter(pk=row.pk).update(file=other.file)
    assert "与留存时不一致" in client_of(wu).get(address("afterwards", post)).content.decode()


def test_the_panel_is_a_fragment_and_asks_a_constant_number_of_questions(
    client_of, post, wu, django_assert_max_num_queries
):
    for seed in range(6):
        actions.add_evidence(publication=post, data=make_screenshot(seed + 2), name=f"{seed}.png", note="", by=wu)
    client = client_of(wu)
    with django_assert_max_num_queries(15):
        page = client.get(address("afterwards", post), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert page.count("evidence__item") >= 6


def test_a_screenshot_is_kept_and_a_program_is_refused_at_its_field(client_of, post, wu):
    good = SimpleUploadedFile("live.png", make_screenshot(), "image/png")
    assert client_of(wu).post(address("evidence_add", post), {"screenshot": good}).status_code == 302
    bad = SimpleUploadedFile("live.png", b"MZ" + b"\0" * 400, "image/png")
    answer = client_of(wu).post(address("evidence_add", post), {"screenshot": bad, "note": "主页截图"})

    assert answer.status_code == 422
    assert "主页截图" in answer.content.decode()
    assert Evidence.objects.count() == 1


def test_a_take_down_is_asked_for_on_its_own_page_and_keeps_what_was_typed(client_of, post, wu, lin, sun):
    page = client_of(wu).get(address("withdraw", post)).content.decode()
    assert "为什么要撤下" in page
    answer = client_of(wu).post(address("withdraw", post), {"reason_kind": "", "reason": "产地写错了"})
    assert answer.status_code == 422
    assert "产地写错了" in answer.content.decode()

    assert (
        client_of(lin).post(address("withdraw", post), {"reason_kind": "wrong", "reason": "产地写错了"}).status_code
        == 403
    )
    assert client_of(sun).get(address("withdraw", post)).status_code == 404
    client_of(wu).post(address("withdraw", post), {"reason_kind": "wrong", "reason": "产地写错了"})
    assert Withdrawal.objects.get().asked_by == wu


def test_a_correction_is_approved_with_the_words_that_the_page_showed(client_of, post, chen, wu):
    note = Correction.objects.get()
    page = client_of(chen).get(address("afterwards", post)).content.decode()
    assert note.text in page
    assert note.text_hash in page
    assert client_of(wu).post(address("correction_approve", post, 1), {"hash": note.text_hash}).status_code == 403
    assert client_of(chen).post(address("correction_approve", post, 1), {"hash": "1" * 64}).status_code == 409
    assert client_of(chen).post(address("correction_approve", post, 1), {"hash": note.text_hash}).status_code == 302

    note.refresh_from_db()
    assert note.state == "approved"


def test_before_the_confirmation_the_block_says_what_will_come(client_of, approved, account, wu):
    row = make_publication(approved, account, by=wu, due_at=clock.now())

    assert "10 分钟" in client_of(wu).get(address("afterwards", row)).content.decode()


@pytest.mark.parametrize("key", AFTERWARDS)
def test_the_probes_of_the_time_after_pass_honest_work(site_out, key):
    look_now(site_out)
    verdicts = list(PROBES[key].examine(month()))

    assert all(verdict.passed is not False for verdict in verdicts), [v.reason for v in verdicts]
    assert verdicts or key == "3.3.3.withdrawn_in_order"
