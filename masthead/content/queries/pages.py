"""What the pages of this chapter show, put together from the other queries."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.content.models import Draft, Revision, Topic
from masthead.content.queries.checks import kept_report, report_on
from masthead.content.queries.diffs import field_changes, text_diff
from masthead.content.queries.drafts import (
    current_number,
    get_revision_of,
    may_write,
    people_of,
    revisions_of,
    working_copy_of,
)
from masthead.content.queries.rounds import last_words, rounds_of
from masthead.content.queries.sealing import gaps_of, shown_hash
from masthead.content.queries.steps import Item, NextStep, menu_of, next_step, review_path
from masthead.content.queries.topics import may_edit_topic
from masthead.content.states import DraftState, TopicState
from masthead.core import clock
from masthead.org import queries as org
from masthead.org.models import Member

Crumb = dict[str, str]


def topic_crumbs(topic: Topic | None = None) -> list[Crumb]:
    """The way up from a topic page."""
    top = [{"label": _("选题"), "href": reverse("content:topics")}]
    return [*top, {"label": topic.title, "href": topic.get_absolute_url()}] if topic else top


def draft_crumbs(draft: Draft | None = None) -> list[Crumb]:
    """The way up from a draft page."""
    top = [{"label": _("稿件"), "href": reverse("content:drafts")}]
    return [*top, {"label": draft.title, "href": draft.get_absolute_url()}] if draft else top


def saved_filters(member: Member) -> list[Crumb]:
    """Filters that people want every day."""
    base = reverse("content:drafts")
    return [
        {"label": _("我写的"), "href": f"{base}?author={member.pk}"},
        {"label": _("退回给我的"), "href": f"{base}?author={member.pk}&state={DraftState.RETURNED}"},
        {"label": _("等待审核"), "href": f"{base}?state={DraftState.IN_REVIEW}"},
        {"label": _("已通过"), "href": f"{base}?state={DraftState.APPROVED}"},
    ]


def topic_step(member: Member, topic: Topic) -> tuple[NextStep, list[Item]]:
    """The single next action of a topic for a person, and the menu."""
    decides = org.may(member, "content.topic.decide", unit_id=topic.unit_id)
    writes = org.may(member, "content.draft.write", unit_id=topic.unit_id)
    state, step, items = TopicState(topic.state), NextStep(), []
    if state == TopicState.PROPOSED and decides:
        step = NextStep(_("采纳"), "check", action=reverse("content:topic_adopt", args=[topic.pk]))
    elif state in (TopicState.ADOPTED, TopicState.IN_PROGRESS) and writes:
        step = NextStep(_("写稿件"), "writing", href=f"{reverse('content:draft_new')}?topic={topic.pk}")
    is_open = state not in (TopicState.DONE, TopicState.DROPPED)
    if is_open and may_edit_topic(member, topic):
        items.append(Item(_("修改选题"), "edit", href=reverse("content:topic_edit", args=[topic.pk])))
    if state == TopicState.IN_PROGRESS and decides:
        items.append(Item(_("标为已完成"), "circle-check", action=reverse("content:topic_finish", args=[topic.pk])))
    if is_open and decides:
        items.append(
            Item(_("延期"), "calendar-event", href=reverse("content:topic_decide", args=[topic.pk, "postpone"]))
        )
        items.append(
            Item(_("指派负责人"), "user-plus", href=reverse("content:topic_decide", args=[topic.pk, "assign"]))
        )
        items.append(Item(_("放弃选题"), "x", dialog="drop", danger=True))
    return step, items


def topic_views(member: Member) -> list[Crumb]:
    """Filters of topics that people want every day."""
    base, month = reverse("content:topics"), clock.today().strftime("%Y-%m")
    return [
        {"label": _("我负责的"), "href": f"{base}?owner={member.pk}"},
        {"label": _("等待决定"), "href": f"{base}?state={TopicState.PROPOSED}"},
        {"label": _("本月计划"), "href": f"{base}?month={month}"},
        {"label": _("还没有日期"), "href": f"{base}?undated=on"},
        {"label": _("来自热点"), "href": f"{base}?source=hot"},
    ]


def detail_of(member: Member, draft: Draft) -> dict[str, Any]:
    """Everything on the page of a draft."""
    gaps = gaps_of(draft) if draft.state in (DraftState.DRAFT, DraftState.RETURNED) else []
    step = next_step(member, draft, gaps)
    return {
        "draft": draft,
        "step": step,
        "menu_items": menu_of(member, draft, step),
        "crumbs": [{"label": _("稿件"), "href": reverse("content:drafts")}],
        "people": people_of(draft),
        "gaps": gaps,
        "comment": last_words(draft) if draft.state in (DraftState.RETURNED, DraftState.REJECTED) else "",
        "remarks": draft.annotations.exists() if draft.revision_id else False,
        "seal": draft.approved_hash,
        "writer": may_write(member, draft),
        "unsaved": working_copy_of(member, draft),
    }


def review_of(member: Member, draft: Draft) -> dict[str, Any]:
    """Where the draft stands with machine and reviewers; loaded after the page."""
    return {
        "draft": draft,
        "report": kept_report(draft),
        "path": review_path(member, draft),
        "rounds": rounds_of(draft),
        "crumbs": draft_crumbs(draft),
    }


def submission_of(member: Member, draft: Draft, words: Mapping[tuple[str, str], str] | None = None) -> dict[str, Any]:
    """What the writer sees before handing in: what is missing, what the machine says, who will review. `words` = typed and not kept yet."""
    report = report_on(draft, draft.revision) if draft.revision else None
    gaps = report.gaps if report else gaps_of(draft)
    if report and words:
        report = replace(report, notes=[replace(n, said=words.get((n.rule, n.excerpt), n.said)) for n in report.notes])
    stopped = bool(gaps)
    return {
        "draft": draft,
        "report": report,
        "gaps": gaps,
        "stopped": stopped or draft.state not in (DraftState.DRAFT, DraftState.RETURNED),
        "fast_lane": org.may(member, "content.draft.fast_lane", unit_id=draft.unit_id),
        "unsaved": working_copy_of(member, draft),
        "seal": shown_hash(draft),
        "crumbs": draft_crumbs(draft),
    }


def versions_of(draft: Draft, older: str, newer: str, account: str = "") -> dict[str, Any]:
    """All versions, and the difference between two of them (the newest two unless numbers are given), of the master or of one account."""
    rows = list(revisions_of(draft)[:100])
    context: dict[str, Any] = {"draft": draft, "rows": rows, "crumbs": draft_crumbs(draft)}
    if not rows:
        return context
    new = int(newer) if newer.isdigit() else current_number(draft)
    old = int(older) if older.isdigit() else max(new - 1, 1)
    before: Revision = get_revision_of(draft, old)
    after: Revision = get_revision_of(draft, new)
    wanted = urlencode({"from": old, "to": new, "account": account})
    keys = set(before.variants) | set(after.variants)
    return context | {
        "marked_url": f"{reverse('content:revision_difference', args=[draft.pk])}?{wanted}",
        "varied": [a for a in draft.accounts.all() if str(a.pk) in keys],
        "account_id": int(account) if account.isdigit() else "",
        "before": before,
        "after": after,
        "diff": text_diff(before, after),
        "changes": field_changes(before, after),
    }
