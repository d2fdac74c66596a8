"""What the editor's page holds, and what is made of what it hands in."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.content import errors, limits
from masthead.content.models import Draft, Revision
from masthead.content.queries.composing import (
    account_setup,
    blocks_for,
    blocks_setup,
    brand_colours,
    others_present,
    themes_setup,
)
from masthead.content.queries.drafts import media_of
from masthead.content.queries.editing import editor_text, pictures_of, videos_of
from masthead.content.queries.pages import draft_crumbs
from masthead.content.queries.steps import NextStep, menu_of
from masthead.content.queries.variants import LABELS, behind_fields
from masthead.org.models import Member

ADDRESSES = (
    "draft_save", "draft_autosave", "picture_upload", "picture_crop", "draft_check", "paste_clean", "draft_submit", "draft_preview",
    "draft_tidy", "draft_merge", "draft_compare", "draft_pulse", "draft_token", "material_use",
)  # fmt: skip


def editor_page(member: Member, draft: Draft) -> dict[str, Any]:
    """Everything on the editor page except its forms."""
    pictures, text, accounts = pictures_of(draft), editor_text(member, draft), list(draft.accounts.all())
    blocks, videos = blocks_for(draft), videos_of(draft)
    setup = {
        "draft": draft.pk, "member": member.pk, "pictures": pictures, "serial": text.serial, "window": text.window, "words": editor_words(),
        "restored": text.restored_at.isoformat() if text.restored_at else "",
        "conflict": conflict_of(draft) if text.behind else None,
        "limits": {
            "title": [limits.TITLE_ADVISED, limits.TITLE_MOST], "byline": [0, limits.BYLINE_MOST],
            "digest": [limits.DIGEST_ADVISED, limits.DIGEST_MOST], "body": [0, limits.BODY_MOST],
        },
        "accounts": [account_setup(a) for a in accounts], "variants": text.variants, "tags": text.tags, "settings": text.settings,
        "behind": behind_fields(draft.revision or Revision(), accounts), "labels": {k: str(v) for k, v in LABELS.items()},
        "blocks": blocks_setup(blocks), "themes": themes_setup(), "ratios": limits.CROP_RATIOS,
        "urls": {name: reverse(f"content:{name}", args=[draft.pk]) for name in ADDRESSES},
    }  # fmt: skip
    return {
        "draft": draft, "text": text, "pictures": pictures, "videos": videos, "blocks": blocks, "colours": brand_colours(),
        "accounts": accounts, "themes": themes_setup(), "crumbs": draft_crumbs(draft), "limits": limits, "setup": setup,
        "others": others_present(draft, member),
        "menu_items": menu_of(member, draft, NextStep(href=reverse("content:draft_edit", args=[draft.pk]))),
    }  # fmt: skip


def editor_words() -> dict[str, str]:
    """What the editor's scripts say, in the reader's language."""
    return {
        "writing": _("正在输入…"),
        "sending": _("正在保存…"),
        "kept": _("已自动保存 {time}"),
        "offline": _("网络不通，文字已存在本机，恢复后自动同步"),
        "conflict": _("有人保存了新版本，您的文字另存在工作副本里"),
        "window": _("另一个窗口也在编辑，这里的文字只存在本机"),
        "refused": _("没有保存到服务器，文字已存在本机：{why}"),
        "saved": _("已保存版本 {n}"),
        "uploading": _("正在上传 {name}"),
        "no_upload": _("网络不通，图片没有上传，请稍后再试"),
        "placeholder": _("从这里开始写；图片可以拖进来或直接粘贴"),
        "signed_out": _("登录已过期，文字已存在本机"),
        "other_member": _("现在登录的是另一位同事，文字没有提交，仍在本机"),
        "inherited": _("沿用主稿"),
        "own": _("已改"),
        "behind": _("主稿已更新"),
        "present": _("{names} 也开着这篇稿件"),
        "tidied": _("已排版，改了 {n} 处，可以撤销"),
        "tidy_nothing": _("没有需要调整的地方"),
        "cropped": _("已裁切"),
        "merged": _("已合并，请核对后保存版本"),
        "mine": _("我的"),
        "theirs": _("{who} 的"),
        "both": _("都保留"),
        "unchanged": _("…… 相同的 {n} 段 ……"),
        "nothing_here": _("（这一边没有这一段）"),
        "picture": _("图片 {n} 张"),
        "no_alt": _("{n} 张图片没有说明"),
        "take_over": _("在这里继续写"),
        "as_cover": _("已设为封面"),
        "in_text": _("已放入正文"),
        "as_video": _("已选为视频"),
        "outside_pictures": _("有 {n} 张外部图片没有粘贴过来，请另存后上传"),
        "count": _("{used} / {most}"),
        "words": _("{n} 字 · 含格式 {used} / {most}"),
        "only_words": _("{n} 字"),
    }


def words_of(draft: Draft, given: dict[str, Any]) -> dict[str, Any]:
    """Keyword arguments of save_revision from what the editor's form holds. Raises BadInput for a cover or video that is not the draft's.

    What was not handed in at all stays as it is in the version before.
    """
    known, cover, video = media_of(draft), given.get("cover"), given.get("video")
    if (cover and cover not in known) or (video and video not in known):
        raise errors.foreign_picture()
    names = ("title", "byline", "digest", "html", "source_url", "expected_revision")
    later = {name: given.get(name) for name in ("variants", "tags", "settings")}
    before = draft.revision.video if draft.revision else None
    film = (known.get(video) if video else None) if "video" in given else before
    return {name: given[name] for name in names} | later | {"cover": known.get(cover) if cover else None, "video": film}


def conflict_of(draft: Draft) -> dict[str, Any]:
    """What the writer is told when somebody else saved a version meanwhile; their own words are kept."""
    newest = draft.revision
    assert newest is not None
    error = errors.other_revision(newest.saved_by.name if newest.saved_by else _("系统"), newest.number)
    return {
        "code": error.code,
        "message": error.message,
        "advice": error.advice,
        "number": newest.number,
        "url": reverse("content:revisions", args=[draft.pk]),
    }
