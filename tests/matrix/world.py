"""One thing of each kind that an address can name, all of 宣传部."""

import datetime as dt
from typing import Any

from masthead.accounts import actions as accounts
from masthead.accounts.models import Account
from masthead.accounts.testing import make_positioning, things_of_register
from masthead.analytics.testing import make_figure_import
from masthead.approvals import actions as approvals
from masthead.approvals.models import Case, Copy, Task
from masthead.collab.testing import make_idea, things_of_collab
from masthead.compliance.testing import rules_in_force, things_of_rules
from masthead.content import actions as content
from masthead.content.models import Draft
from masthead.content.testing import (
    make_approved_draft,
    make_block,
    make_ready_draft,
    make_run,
    make_topic,
    publish_review_flow,
    things_of_almanac,
    things_of_library,
    things_of_planning,
)
from masthead.core import clock
from masthead.notify import actions as notify
from masthead.notify.models import Delivery, RobotChannel
from masthead.notify.states import DeliveryState, Medium
from masthead.notify.testing import make_channel
from masthead.org import actions as org
from masthead.org.models import Grant, Member
from masthead.org.testing import Cast, make_provider_things, organisation_things
from masthead.platforms.testing import things_of_platforms
from masthead.publishing.testing import (
    make_publication,
    things_afterwards,
    things_by_hand,
    things_of_brakes,
    things_of_the_calendar,
)
from masthead.rulebook import actions as rulebook
from masthead.rulebook.testing import life_of
from masthead.trail.models import EventSeal
from masthead.trail.tasks import seal
from masthead.vault.testing import things_of_access


def things_of(cast: Cast, account: Account) -> dict[str, list[Any]]:
    """Arguments of an address by kind: a draft being written, one in review with 周明远 asked, one approved and scheduled, and what hangs on them."""
    lin, zhou, wu, chen, he = (cast.people[name] for name in ("lin", "zhou", "wu", "chen", "he"))
    rules_in_force()
    publish_review_flow()
    policy = rulebook.adopt_template(by=None)
    topic = make_topic(lin, accounts=[account])
    draft = make_ready_draft(lin, accounts=[account], title="蒙顶甘露的三道揉捻")
    asked = make_ready_draft(lin, accounts=[account], title="普洱仓储的湿度怎么看")
    content.submit_draft(draft=asked, by=lin)
    approved = make_approved_draft(lin, accounts=[account])
    publication = make_publication(approved, account, by=wu, due_at=clock.now() + dt.timedelta(hours=3))
    approvals.start_draft(key="content.draft", by=he)
    return {
        **_of_the_text(draft, asked, lin, zhou),
        **_of_the_engines(cast, lin, chen, he),
        **life_of(chen, policy),
        **organisation_things(cast),
        **make_provider_things(lin, unit=cast.units["宣传部"]),
        **things_of_collab(cast, account),
        **things_of_planning(lin, chen, [lin, zhou, wu], make_idea(wu, title="把海拔写进标题")),
        **things_of_platforms(he),
        **things_of_library(lin),
        **things_of_rules(zhou),
        **things_by_hand(lin, operator=wu, backup=he),
        **things_afterwards(account, lin, wu),
        **things_of_almanac(lin, chen),
        **things_of_the_calendar(account, by=wu),
        **things_of_brakes(lin, by=he),
        **_of_the_account(account, lin, wu, he),
        "block": [make_block(chen).pk],
        "clause": ["3.3.2"],
        "flow": ["content.draft"],
        "nowhere": ["nowhere"],
        "publication": [publication.pk],
        "topic": [topic.pk],
    }


def _of_the_text(draft: Draft, asked: Draft, lin: Member, zhou: Member) -> dict[str, list[Any]]:
    """A draft being written and one in review, with what hangs on them."""
    assert draft.revision and draft.revision.cover
    words = content.Remark("title", 0, 4, "标题再短一些。")
    return {
        "annotation": [content.annotate(revision=draft.revision, remark=words, by=zhou).pk],
        "assistant_run": [draft.pk, make_run(draft, by=lin).pk],
        "case": [Case.objects.get(subject_kind="content.draft", subject_id=asked.pk).pk],
        "claim": [draft.pk, _claim_of(draft, lin)],
        "copy": [_copy_of(asked.pk, zhou)],
        "draft": [draft.pk],
        "picture": [draft.revision.cover_id],
        "preview": ["content.draft", draft.pk],
        "reviewer": [zhou.pk],
        "revision": [draft.revision_id],
        "task": [Task.objects.get(case__subject_id=asked.pk, assignee=zhou).pk],
    }


def _of_the_account(account: Account, lin: Member, wu: Member, he: Member) -> dict[str, list[Any]]:
    """The account itself, its papers, its secrets, its positioning, what was locked down."""
    access = things_of_access(account._meta.label_lower, account.pk, by=wu, other=lin)
    return {
        **access,
        "secret": access["secret_kept"],
        "secret_kind": ["password"],
        "figure_import": [make_figure_import(account, by=wu).pk],
        "account": [account.pk],
        "incident": [accounts.lock_down(account=account, reason="演练一次", by=he, drill=True).pk],
        "other_user": [account.pk, "yes"],
        "account_status": [account.pk, "paused"],
        "positioning": [account.pk, make_positioning(account, by=lin).number],
        **things_of_register(account),
    }


def _of_the_engines(cast: Cast, lin: Member, chen: Member, he: Member) -> dict[str, list[Any]]:
    """Members' rights, keys, news, ways out of the house, an import of a policy text, an event that is sealed."""
    text = "第一条 账号实名。\n第三条 内容审核。".encode()
    policy_import = rulebook.start_import(data=text, name="账号管理办法.txt", by=he)
    (notice,) = notify.tell(kind="approvals.result", members=[lin], title="已通过：蒙顶春茶开采", url="/")
    key, _token = org.issue_personal_key(name="排期脚本", capabilities=["org.member.read"], days=30, by=lin)
    hook, _secret = notify.add_webhook(name="归档系统", address="https://hooks.example.com/a", events=["*"], by=chen)
    channel = make_channel(by=he)
    return {
        "channel": [channel.pk],
        "delivery": [_delivery(channel)],
        "event": [_sealed_event()],
        "grant": [Grant.objects.get(member=lin).pk],
        "hook_delivery": [notify.write_ping(webhook=hook, by=chen).pk],
        "key": [key.pk],
        "member": [cast.people["lin"].pk],
        "notice": [notice.pk],
        "policy_import": [policy_import.pk],
        "policy_import_place": [policy_import.pk, 1],
        "webhook": [hook.pk],
    }


def _claim_of(draft: Draft, by: Member) -> int:
    """A claim that somebody entered by hand, with a source, so that the draft stays ready."""
    assert draft.revision is not None
    claim = content.add_claim(draft=draft, quote="海拔一千二百米的蒙顶山茶园开始采摘", kind="figure", by=by)
    content.source_claim(claim=claim, url="https://example.com/altitude", note="茶园登记资料，2026 年", by=by)
    return claim.pk


def _delivery(channel: RobotChannel) -> int:
    """A message that was refused and may be sent again."""
    now = clock.now()
    return Delivery.objects.create(
        medium=Medium.ROBOT, robot=channel, subject="发布失败：蒙顶春茶开采", state=DeliveryState.FAILED, created_at=now, due_at=now,
        reason="对方拒绝了消息。", settled_at=now,
    ).pk  # fmt: skip


def _copy_of(draft_id: int, member: Member) -> int:
    case = Case.objects.get(subject_kind="content.draft", subject_id=draft_id)
    return Copy.objects.create(case=case, member=member, step_name="内容审核", sent_at=case.opened_at).pk


def _sealed_event() -> int:
    seal()
    return EventSeal.objects.order_by("position")[0].event_id
