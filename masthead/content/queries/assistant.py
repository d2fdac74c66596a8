"""The writing helper as pages show it, and the voice of an account."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from masthead.accounts import queries as accounts
from masthead.accounts.models import Account
from masthead.accounts.positioning import Tone
from masthead.content.models import AssistantRun, AssistantSetup, Draft
from masthead.core.errors import NotThere


@dataclass(frozen=True)
class Voice:
    """How an account speaks, from its positioning sheet in force."""

    tones: list[str] = field(default_factory=list)
    avoid: str = ""


def voice_of(account: Account) -> Voice:
    """The account's tone words; empty without a sheet in force."""
    sheet = accounts.positioning_of(account)
    if sheet is None:
        return Voice()
    return Voice([str(Tone(t).label) for t in sheet.tones if t in Tone.values], sheet.words_avoid)


def assistant_setup() -> AssistantSetup | None:
    """How the helper is set up, or None."""
    return AssistantSetup.objects.order_by("pk").first()


def assistant_is_on() -> bool:
    """Is there a helper to ask?"""
    return AssistantSetup.objects.filter(enabled=True).exists()


def runs_of(draft: Draft) -> list[AssistantRun]:
    """The last twenty uses for a draft, newest first."""
    rows = AssistantRun.objects.filter(draft=draft).select_related("asked_by", "account")
    return list(rows.order_by("-pk")[:20])


def get_run(draft: Draft, pk: int) -> AssistantRun:
    """A use of the helper for this draft. Raises NotThere."""
    run = AssistantRun.objects.filter(draft=draft, pk=pk).select_related("asked_by", "account", "draft").first()
    if run is None:
        raise NotThere(_("没有这条写作助手记录。"), code="assistant_run_not_there", clause="3.3.1")
    return run


def assistant_off_words() -> str:
    """What a run says when the helper was switched off meanwhile."""
    return _("写作助手已停用。")


def assistant_empty_words() -> str:
    """What a run says when the answer held nothing."""
    return _("助手的答复是空的或不是约定的格式，请再试一次。")


def assistant_status_words(status: int) -> str:
    """What a run says of an answer other than 200."""
    known = {
        401: _("接口密钥不被接受，请管理员重新填写。"),
        403: _("接口拒绝了请求，请管理员检查密钥的权限。"),
        404: _("接口地址或模型名不对，请管理员检查设置。"),
        429: _("接口当前太忙或额度用完，请稍后再试。"),
    }
    return known.get(status) or _("助手接口没有成功答复（HTTP %(status)d），请稍后再试。") % {"status": status}
