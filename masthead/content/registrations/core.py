"""What this chapter declares to the floors below."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.approvals.registry import Subject, register_subject
from masthead.collab.registry import commentable
from masthead.content import actions, queries
from masthead.content.events import ContentEvent
from masthead.content.models import Draft, Topic
from masthead.content.registrations.review import REVIEW_EVENTS
from masthead.core.files.uses import DOCX, GIF, JPEG, MEGABYTE, PNG, TEXT, file_use
from masthead.core.navigation import deed, entry
from masthead.core.panels import panel
from masthead.core.permissions import capability
from masthead.core.search.registry import searchable
from masthead.core.workbench import card
from masthead.notify.registry import hook_target
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.org.registry import holding, role_gets, unit_holding
from masthead.trail.registry import register_events

capability("content.topic.read", _("查看选题"), clause="3.3.1")
capability("content.topic.propose", _("提出选题"), clause="3.3.1")
capability("content.topic.decide", _("决定选题"), clause="3.3.1")
capability("content.draft.read", _("查看稿件"), clause="3.3.2")
capability("content.draft.write", _("写稿与改稿"), clause="3.3.1")
capability("content.draft.submit", _("提交审核"), clause="3.3.2")
capability("content.draft.review", _("审核稿件"), clause="3.3.2", sensitive=True)

for _role in ("editor", "reviewer", "legal", "head", "leader", "publisher", "auditor"):
    role_gets(_role, ["content.topic.read", "content.draft.read"])
for _role in ("editor", "head"):
    role_gets(_role, ["content.topic.propose", "content.draft.write", "content.draft.submit"])
for _role in ("head", "leader"):
    role_gets(_role, ["content.topic.decide"])
FAST_LANE_DECIDERS = 2  # clause 3.3.2: shorter, but never one person alone
for _role in ("reviewer", "legal", "head", "leader"):
    role_gets(_role, ["content.draft.review"])

register_events(
    ContentEvent,
    {
        ContentEvent.TOPIC_PROPOSED: (_("提出了选题"), "3.3.1", "bulb"),
        ContentEvent.TOPIC_EDITED: (_("修改了选题"), "3.3.1", "edit"),
        ContentEvent.TOPIC_ADOPTED: (_("采纳了选题"), "3.3.1", "check"),
        ContentEvent.TOPIC_DROPPED: (_("放弃了选题"), "3.3.1", "x"),
        ContentEvent.TOPIC_FINISHED: (_("完成了选题"), "3.3.1", "circle-check"),
        ContentEvent.TOPIC_POSTPONED: (_("延期了选题"), "3.3.1", "calendar-event"),
        ContentEvent.TOPIC_ASSIGNED: (_("指派了选题负责人"), "3.3.1", "user-plus"),
        ContentEvent.TOPIC_EVALUATED: (_("评估了选题"), "3.3.1", "chart-bar"),
        ContentEvent.TOPICS_READ: (_("读取了选题清单"), "3.3.1", "file-import"),
        ContentEvent.TOPICS_IMPORTED: (_("导入了选题清单"), "3.3.1", "file-import"),
        ContentEvent.TOPICS_IMPORT_DROPPED: (_("放弃了选题导入"), "3.3.1", "x"),
        ContentEvent.TOPIC_MATERIAL_WANTED: (_("列出了素材"), "3.3.1", "photo"),
        ContentEvent.TOPIC_MATERIAL_SETTLED: (_("更新了素材状态"), "3.3.1", "photo"),
        ContentEvent.SERIES_SET: (_("设置了策划会系列"), "3.3.1", "calendar"),
        ContentEvent.SERIES_PAUSED: (_("暂停或恢复了策划会系列"), "3.3.1", "player-pause"),
        ContentEvent.PLANNING_CALLED: (_("召集了策划会"), "3.3.1", "users-group"),
        ContentEvent.AGENDA_ASSEMBLED: (_("汇集了议程"), "3.3.1", "list-check"),
        ContentEvent.AGENDA_LINE_ADDED: (_("添加了议题"), "3.3.1", "plus"),
        ContentEvent.AGENDA_LINE_DECIDED: (_("在会上作出决定"), "3.3.1", "gavel"),
        ContentEvent.MINUTES_COMPOSED: (_("整理了策划会纪要"), "3.3.1", "notebook"),
        ContentEvent.ARMS_SET: (_("写明了实验方案"), "1.3.4", "list-check"),
        ContentEvent.ARMS_MEASURED: (_("填写了实验数字"), "1.3.4", "chart-bar"),
        ContentEvent.DRAFT_STARTED: (pgettext_lazy("event", "开始写稿"), "3.3.1", "file-plus"),
        ContentEvent.REVISION_SAVED: (_("保存了版本"), "3.3.2", "device-floppy"),
        ContentEvent.WORD_IMPORTED: (_("导入了 Word 文档"), "3.3.1", "file-import"),
        ContentEvent.PICTURE_ADDED: (_("上传了图片"), "3.3.2", "photo"),
        ContentEvent.RELEASE_ARRANGED: (_("安排了发布账号与时间"), "3.3.3", "calendar"),
        ContentEvent.COAUTHORS_SET: (_("设置了协作者"), "3.3.1", "users"),
        ContentEvent.DRAFT_SUBMITTED: (pgettext_lazy("event", "提交审核"), "3.3.2", "send"),
        ContentEvent.DRAFT_WITHDRAWN: (pgettext_lazy("event", "撤回审核"), "3.3.2", "arrow-back-up"),
        ContentEvent.DRAFT_APPROVED: (_("审核通过，内容封存"), "3.3.2", "shield-check"),
        ContentEvent.DRAFT_RETURNED: (pgettext_lazy("event", "退回修改"), "3.3.2", "arrow-back-up"),
        ContentEvent.DRAFT_REJECTED: (pgettext_lazy("event", "驳回"), "3.3.2", "circle-x"),
        ContentEvent.TOPIC_HANDED_OVER: (_("交接了选题"), "3.3.1", "arrow-right"),
        ContentEvent.DRAFT_HANDED_OVER: (_("交接了稿件"), "3.3.1", "arrow-right"),
        ContentEvent.APPROVAL_VOIDED: (_("使审批失效"), "3.3.2", "shield-off"),
        **REVIEW_EVENTS,
        ContentEvent.BLOCK_SAVED: (_("保存了常用内容"), "3.3.1", "template"),
        ContentEvent.BLOCK_RETIRED: (_("停用了常用内容"), "3.3.1", "x"),
        ContentEvent.COLOURS_SET: (_("设置了品牌色"), "3.3.1", "palette"),
    },
)

file_use(
    "content.picture",
    _("稿件图片"),
    types={JPEG, PNG, GIF},
    most_bytes=10 * MEGABYTE,
    may_read=queries.may_read_picture,
    reencode=True,
)
file_use(
    "content.word", _("稿件 Word 原件"), types={DOCX, TEXT}, most_bytes=20 * MEGABYTE, may_read=queries.may_read_word
)

entry(
    "content.topics",
    chapter="content",
    label=_("选题"),
    url_name="content:topics",
    capability="content.topic.read",
    order=10,
)
entry(
    "content.drafts",
    chapter="content",
    label=_("稿件"),
    url_name="content:drafts",
    capability="content.draft.read",
    order=30,
)

commentable(
    "content.draft", model=Draft, visible=queries.drafts_visible_to, capability="content.draft.read", tickets=True
)
commentable("content.topic", model=Topic, visible=queries.topics_visible_to, capability="content.topic.read")
panel("content.draft", "collab:comments_content_draft", title=_("讨论"), capability="content.draft.read", order=90)
panel("content.topic", "collab:comments_content_topic", title=_("讨论"), capability="content.topic.read", order=90)

card("content.returned", queries.returned_to_me, capability="content.draft.write", order=15)
card("content.mine", queries.my_drafts, capability="content.draft.write", order=30)

register_subject(
    Subject(
        kind="content.draft",
        label=pgettext_lazy("one", "稿件"),
        clause="3.3.2",
        flow_key="content.draft",
        capability="content.draft.review",
        load=queries.load_draft,
        content_hash=queries.content_hash,
        title=str,
        url=lambda draft: str(draft.get_absolute_url()),
        unit_id=lambda draft: int(draft.unit_id),
        parties=queries.authors_of,
        confirmations=[
            ("legality", _("合法性：不违反法律法规和广告规范")),
            ("truthfulness", _("真实性：事实、数据、图片有依据")),
            ("accuracy", _("准确性：文字、人名、时间、数字无误")),
            ("conformity", _("规范性：符合公司口径与平台格式")),
        ],
        exhibit=queries.exhibit,
        fact_kinds=queries.FACT_KINDS,
        facts=queries.condition_facts,
        evidence=queries.evidence_of,
        deadline=lambda draft: draft.window_end,
        least_deciders=lambda draft: FAST_LANE_DECIDERS if draft.fast_reason else 1,
        owner=lambda draft: int(draft.author_id),
        on_approved=lambda draft, case, by: actions.note_approved(draft=draft, case=case, by=by),
        on_returned=lambda draft, case, by, comment: actions.note_returned(
            draft=draft, case=case, by=by, comment=comment
        ),
        on_rejected=lambda draft, case, by, comment: actions.note_rejected(
            draft=draft, case=case, by=by, comment=comment
        ),
        on_withdrawn=lambda draft, case, by, reason: actions.note_withdrawn(
            draft=draft, case=case, by=by, reason=reason
        ),
    )
)

searchable(
    "content.topic",
    label=pgettext_lazy("one", "选题"),
    icon="bulb",
    documents=queries.topic_documents,
    reach=lambda member: org_queries.reach_of(member, "content.topic.read"),
    readable=queries.find_topics,
    order=10,
)
searchable(
    "content.draft",
    label=pgettext_lazy("one", "稿件"),
    icon="file-text",
    documents=queries.draft_documents,
    reach=lambda member: org_queries.reach_of(member, "content.draft.read"),
    readable=queries.find_drafts,
    order=20,
)

deed(
    "content.propose_topic",
    label=_("提出选题"),
    url_name="content:topic_new",
    capability="content.topic.propose",
    icon="bulb",
)
deed(
    "content.start_draft",
    label=_("写一篇稿件"),
    url_name="content:draft_new",
    capability="content.draft.write",
    icon="pencil",
)


def may_see_draft(owner: Member, pk: int) -> bool:
    """For webhooks: is the draft inside the owner's scope?"""
    return queries.drafts_visible_to(owner).filter(pk=pk).exists()


def may_see_topic(owner: Member, pk: int) -> bool:
    """For webhooks: is the topic inside the owner's scope?"""
    return queries.topics_visible_to(owner).filter(pk=pk).exists()


def may_see_revision(owner: Member, pk: int) -> bool:
    """For webhooks: does the version belong to a draft inside the owner's scope?"""
    return queries.drafts_visible_to(owner).filter(revisions=pk).exists()


hook_target("content.draft", may_see_draft)
hook_target("content.topic", may_see_topic)
hook_target("content.revision", may_see_revision)

holding(
    "content.open",
    label=_("选题与稿件"),
    find=queries.content_held,
    advice=_("请选择在该部门有写稿权限的交接人，或先完成、放弃这些选题与稿件。"),
    hand_over=lambda member, to, by: actions.hand_over_content(member=member, to=to, by=by),
    order=30,
)
unit_holding(
    "content.open",
    label=_("未完成的选题与稿件"),
    find=queries.content_kept_in,
    advice=_("请先完成或放弃该部门的选题与稿件。"),
    order=30,
)
