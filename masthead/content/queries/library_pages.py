"""What the pages of the library show, put together from the other queries."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.content.models import (
    AiPart,
    Draft,
    Material,
    MaterialKind,
    MaterialLicence,
    PortraitConsent,
    Upload,
    UploadState,
)
from masthead.content.queries import library, library_media, library_rights
from masthead.content.queries.drafts import drafts_visible_to
from masthead.content.queries.library import MaterialFilter
from masthead.content.queries.steps import Item
from masthead.core import clock, figures
from masthead.core.files import origin_marks
from masthead.core.paging import Page, address_with, page_of
from masthead.org.models import Member

ICONS = {"picture": "photo", "video": "player-play", "audio": "message", "document": "file-text"}
PICKED = 24


@dataclass(frozen=True)
class RightsWord:
    """Rights in one chip."""

    label: str
    tone: str


def rights_word(material: Material) -> RightsWord | None:
    """Only what somebody must know; materials in order say nothing."""
    if not material.cleared:
        return RightsWord(_("不能使用"), "red")
    if material.rights_until is None:
        return None
    days = (material.rights_until - clock.today()).days
    if days < 0:
        return RightsWord(_("已到期"), "red")
    return RightsWord(_("%(n)d 天后到期") % {"n": days}, "amber") if days <= library.SOON_DAYS else None


def short_facts(kind: str, facts: dict[str, Any]) -> str:
    """1080×608 · 1.2 MB, or 0:42 · 1080×1920."""
    size = f"{facts['width']}×{facts['height']}" if facts.get("width") else ""
    length = clock_text(facts.get("duration_ms", 0)) if kind in ("video", "audio") else ""
    return " · ".join(part for part in (length, size, figures.size_text(int(facts.get("bytes", 0)))) if part)


def clock_text(milliseconds: int) -> str:
    """0:42, 12:05, 1:02:03."""
    seconds = round(milliseconds / 1000)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def library_page(member: Member, wanted: MaterialFilter, query: QueryDict) -> dict[str, Any]:
    """The list with its folders."""
    listed = query.get("view") == "list"
    return {
        "page": library.material_page(member, wanted, query.get("cursor", "")), "folders": library.folder_tree(member), "wanted": wanted,
        "listed": listed, "may_keep": member.has_perm(library.KEEP),
        "views": [
            {"label": _("网格"), "href": address_with(query, view=""), "current": not listed, "icon": "layout-kanban"},
            {"label": _("列表"), "href": address_with(query, view="list"), "current": listed, "icon": "layout-list"},
        ],
        "elsewhere": [
            Item(_("授权到期一览"), "calendar-time", href=reverse("content:material_rights")),
            Item(_("已归档的素材"), "archive", href=f"{reverse('content:library')}?archived=yes"),
            *([Item(_("新建文件夹"), "folders", href=reverse("content:folder_new"))] if member.has_perm(library.KEEP) else []),
        ],
    }  # fmt: skip


def material_crumbs(material: Material | None = None) -> list[dict[str, str]]:
    """The way up from a page of the library."""
    top = [{"label": _("素材"), "href": reverse("content:library")}]
    return [*top, {"label": material.name, "href": material.get_absolute_url()}] if material else top


def material_page_of(member: Member, material: Material) -> dict[str, Any]:
    """Everything on the page of a material."""
    keeps, version = library.may_keep(member, material), material.version
    facts = version.facts if version else {}
    papers = library_rights.papers_of([material])
    drafts = list(
        library_rights.drafts_with(material).filter(pk__in=drafts_visible_to(member).order_by().values("pk"))[:20]
    )
    licence, consents = papers.licences.get(material.pk), papers.consents.get(material.pk, [])
    return {
        "material": material, "keeps": keeps, "version": version, "crumbs": material_crumbs(),
        "problems": papers.problems(material, on=clock.today()), "licence": licence, "consents": consents,
        "licence_facts": licence_facts(licence) if licence else [], "facts": fact_lines(material, facts),
        "codes": facts.get("codes", []), "films": library_media.film_table(facts) if material.kind == MaterialKind.VIDEO else [],
        "versions": list(material.versions.select_related("file", "added_by")), "drafts": drafts,
        "menu_items": _menu_of(material) if keeps else [], "may_label": keeps and _may_label(material), "icon": ICONS[material.kind],
    }  # fmt: skip


CODECS = {"h264": "H.264", "hevc": "H.265", "av1": "AV1", "vp9": "VP9", "aac": "AAC", "mp3": "MP3", "opus": "Opus"}


def fact_lines(material: Material, facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Names and values of what the file is."""
    lines = [(_("类型"), material.get_kind_display())]
    if facts.get("width"):
        lines.append((_("尺寸"), f"{facts['width']}×{facts['height']}"))
    if facts.get("duration_ms"):
        lines.append((_("时长"), clock_text(facts["duration_ms"])))
    if facts.get("codec"):
        sound = CODECS.get(facts.get("audio", ""), facts.get("audio")) or _("无声音")
        lines.append((_("编码"), f"{CODECS.get(facts['codec'], facts['codec'])} · {sound}"))
        lines.append((_("帧率"), _("每秒 %(n)s 帧") % {"n": facts.get("frames", "")}))
    lines.append((_("大小"), figures.size_text(int(facts.get("bytes", 0)))))
    lines.append((_("AI 使用"), material.get_ai_display()))
    if mark := origin_marks.clean(facts.get("aigc")):
        lines.append((_("隐式标识"), mark["ContentProducer"] or _("有")))
    lines += [(_("来源"), material.source), (_("部门"), material.unit.name)]
    return [{"label": label, "value": value} for label, value in lines]


def licence_facts(licence: MaterialLicence) -> list[dict[str, Any]]:
    """Names and values of a licence."""
    names = library_rights.platform_names()
    where = _("、").join(names.get(key, key) for key in licence.platforms) or _("不限")
    span = [figures.day_text(day) for day in (licence.valid_from, licence.valid_until) if day]
    span += [] if licence.valid_until else [_("长期")]
    lines = [
        (_("授权方式"), licence.get_kind_display()), (_("授权方"), licence.licensor), (_("编号"), licence.reference),
        (_("有效期"), _(" 至 ").join(span)), (_("可用平台"), where), (_("可用范围"), licence.purpose), (_("地域"), licence.territory),
    ]  # fmt: skip
    return [{"label": label, "value": value} for label, value in lines if value]


def _may_label(material: Material) -> bool:
    return (
        material.kind == MaterialKind.PICTURE and material.ai == AiPart.GENERATED
        and material.version is not None and not material.version.facts.get("labelled")
    )  # fmt: skip


def _menu_of(material: Material) -> list[Item]:
    pk = material.pk
    items = [
        Item(_("修改说明与标签"), "edit", href=reverse("content:material_edit", args=[pk])),
        Item(_("上传新版本"), "upload", href=f"{reverse('content:material_upload')}?material={pk}"),
        Item(_("登记肖像同意"), "user-check", href=reverse("content:consent_new", args=[pk])),
    ]
    if material.archived_at:
        return [*items, Item(_("恢复使用"), "refresh", action=reverse("content:material_restore", args=[pk]))]
    return [*items, Item(_("归档"), "archive", dialog="archive", danger=True)]


@dataclass(frozen=True)
class UploadRow:
    """A file that waits to be registered: what it is, and what the library has that is the same or looks the same."""

    upload: Upload
    facts: str
    icon: str
    same: Material | None
    alike: list[library_media.Alike]

    @property
    def ready(self) -> bool:
        return self.upload.state == UploadState.WHOLE and self.same is None

    @property
    def percent(self) -> int:
        return self.upload.offset * 100 // self.upload.length


def upload_rows(member: Member) -> list[UploadRow]:
    """The member's own uploads; likeness is asked for the newest twenty only."""
    rows = list(library_media.uploads_of(member))
    return [_upload_row(member, upload, ask=place >= len(rows) - 20) for place, upload in enumerate(rows)]


def _upload_row(member: Member, upload: Upload, *, ask: bool) -> UploadRow:
    whole = upload.state == UploadState.WHOLE
    same = library_media.same_file(member, upload.sha256) if whole else None
    near = library_media.alike(member, upload.bands) if whole and ask and same is None else []
    facts = short_facts(upload.kind, upload.facts) if whole else figures.size_text(upload.length)
    return UploadRow(upload, facts, ICONS.get(upload.kind, "paperclip"), same, near)


def upload_page(member: Member, material: Material | None) -> dict[str, Any]:
    """Everything on the upload page except its form."""
    return {
        "rows": upload_rows(member), "material": material, "crumbs": material_crumbs(material), "most": rules_most(),
        "setup": {
            "endpoint": reverse("content:uploads"),
            "words": {
                "waiting": _("等待上传"), "sending": _("正在上传 {percent}%"), "resumed": _("接着上次的位置继续"), "checking": _("正在检查…"),
                "failed": _("没有传完：{why}。再选一次同一个文件，会从断点继续。"), "cancel": _("取消"),
                "offline": _("网络断开"), "silent": _("服务器没有回答"), "refused": _("服务器拒绝（状态码 {code}）"),
            },
        },
    }  # fmt: skip


def rules_most() -> str:
    """The longest film that is taken, in words."""
    return figures.size_text(2560 * 1024 * 1024)


@dataclass(frozen=True)
class Choice:
    """A material in the picker; `problems` says why it cannot be taken."""

    material: Material
    problems: list[str]


def library_choices(
    member: Member, draft: Draft, search: str = "", cursor: str = ""
) -> tuple[Page[Material], list[Choice]]:
    """Pictures and films that could be put into the draft, with what stands against each; five queries for any number."""
    rows = library.material_rows(member, MaterialFilter(q=search))
    rows = rows.filter(kind__in=[MaterialKind.PICTURE, MaterialKind.VIDEO])
    page = page_of(rows, order=library.ORDER, cursor=cursor, size=PICKED)
    papers, day = library_rights.papers_of(page.rows), library_rights.day_of_use(draft)
    wanted = library_rights.platforms_of_draft(draft)
    return page, [Choice(m, [p.message for p in papers.problems(m, on=day, platforms=wanted)]) for m in page.rows]


def consent_of(material: Material, pk: int) -> PortraitConsent | None:
    """A consent of exactly this material."""
    return PortraitConsent.objects.select_related("material").filter(pk=pk, material=material).first()
