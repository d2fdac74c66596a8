"""The single next action of a draft for a person, and the rest for the menu."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.approvals import queries as approvals
from masthead.approvals.models import TaskState
from masthead.approvals.queries import PathStep
from masthead.content.models import Draft
from masthead.content.queries.drafts import may_submit, may_write
from masthead.content.queries.rounds import open_round
from masthead.content.queries.sealing import Gap, gaps_of
from masthead.content.states import WRITABLE, DraftState
from masthead.org.models import Member


@dataclass(frozen=True)
class NextStep:
    """One verb by a link, a POST or a dialog; an empty label means that nothing waits for this person."""

    label: str = ""
    icon: str = ""
    href: str = ""
    dialog: str = ""
    action: str = ""


@dataclass(frozen=True)
class Item:
    """One line of the overflow menu."""

    label: str
    icon: str
    href: str = ""
    dialog: str = ""
    action: str = ""
    danger: bool = False


@dataclass(frozen=True)
class PathRow:
    """One step of the review path as people read it. `state` is a chip key, '' before anything was handed in."""

    name: str
    mode: str
    people: list[tuple[str, str]]
    state: str = ""
    problem: str = ""


def review_path(member: Member, draft: Draft) -> list[PathRow]:
    """The path of the case at hand with who decided what, or the path that a submission would take."""
    being_written = draft.state in WRITABLE
    case = None if being_written else approvals.latest_case("content.draft", draft.pk)
    if case is None:
        path = approvals.preview_path("content.draft", draft, member, stand_ins=False)
        return [_foreseen(step) for step in path]
    return [
        PathRow(
            row.step.name,
            str(row.step.get_mode_display()),
            [(t.assignee.name, "" if t.state == TaskState.CLOSED else str(t.get_state_display())) for t in row.tasks]
            + [(m.name, "") for m in row.expected],
            state=row.step.state,
        )
        for row in approvals.rounds_of(case, draft)[0].rows
    ]


def _foreseen(step: PathStep) -> PathRow:
    """A step before anything was handed in; one whose condition does not hold says when it would be walked."""
    if not step.walked:
        return PathRow(step.name, _("不经过：%(when)s时才需要") % {"when": step.when}, [], state="skipped")
    mode = (
        _("%(mode)s · %(n)s 个工作小时内") % {"mode": step.mode.label, "n": step.due_hours}
        if step.due_hours
        else str(step.mode.label)
    )
    people = [(m.name, step.stand_in_words) for m in step.people]
    return PathRow(step.name, mode, people, problem=step.problem)


def next_step(member: Member, draft: Draft, gaps: Sequence[Gap] | None = None) -> NextStep:
    """What this person should do with this draft now; `gaps` where the page has them already."""
    state = DraftState(draft.state)
    if state in (DraftState.DRAFT, DraftState.RETURNED):
        return _while_written(member, draft, gaps)
    if state == DraftState.EXPIRED and may_write(member, draft):
        return NextStep(_("改发布时间"), "calendar-time", href=reverse("content:draft_release", args=[draft.pk]))
    if state == DraftState.IN_REVIEW:
        return _while_reviewed(member, draft)
    if state == DraftState.APPROVED and member.has_perm("publishing.publication.schedule"):
        return NextStep(_("排期"), "calendar-plus", href="#upper-rooms")
    if state == DraftState.REJECTED and may_write(member, draft):
        return NextStep(_("另写一稿"), "plus", href=f"{reverse('content:draft_new')}?topic={draft.topic_id}")
    return NextStep()


def _while_written(member: Member, draft: Draft, gaps: Sequence[Gap] | None) -> NextStep:
    whole = draft.state == DraftState.DRAFT and draft.revision_id and not (gaps_of(draft) if gaps is None else gaps)
    if whole and may_submit(member, draft):
        return NextStep(_("提交审核"), "send", href=reverse("content:draft_submit", args=[draft.pk]))
    if may_write(member, draft):
        return NextStep(_("继续编辑"), "edit", href=reverse("content:draft_edit", args=[draft.pk]))
    return NextStep()


def _while_reviewed(member: Member, draft: Draft) -> NextStep:
    if approvals.tasks_of(member).filter(case_id=draft.case_id or 0).exists():
        return NextStep(_("去审核"), "checklist", href=f"/approvals/cases/{draft.case_id}/")
    here = open_round(draft)
    if here is not None and here.submitted_by_id == member.pk:
        return NextStep(_("撤回"), "arrow-back-up", dialog="withdraw")
    return NextStep()


def menu_of(member: Member, draft: Draft, step: NextStep) -> list[Item]:
    """Everything else that this person may do with the draft."""
    items = []
    writer, state = may_write(member, draft), DraftState(draft.state)
    if writer and state in WRITABLE:
        edit = reverse("content:draft_edit", args=[draft.pk])
        if step.href != edit:
            items.append(Item(_("继续编辑"), "edit", href=edit))
        submit = reverse("content:draft_submit", args=[draft.pk])
        if step.href != submit and state != DraftState.EXPIRED and may_submit(member, draft) and draft.revision_id:
            items.append(Item(_("提交审核"), "send", href=submit))
        items.append(
            Item(_("导入文档替换正文"), "file-type-docx", href=reverse("content:word_import", args=[draft.pk]))
        )
        items.append(Item(_("论断与声明"), "quote", href=reverse("content:claims", args=[draft.pk])))
        items.append(Item(_("写作助手"), "sparkles", href=reverse("content:assistant", args=[draft.pk])))
    if writer and state != DraftState.REJECTED:
        items.append(Item(_("协作者"), "users", href=reverse("content:draft_coauthors", args=[draft.pk])))
    if draft.revision_id and state != DraftState.REJECTED:
        items.append(Item(_("批注"), "message", href=reverse("content:annotations", args=[draft.pk])))
    items.append(Item(_("版本历史"), "history", href=reverse("content:revisions", args=[draft.pk])))
    if writer and state == DraftState.APPROVED:
        items.append(Item(_("修改（审批失效）"), "edit-off", dialog="reopen", danger=True))
    return items
