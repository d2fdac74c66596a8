"""What the asset library declares to the floors below."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.accounts.registry import ending_source
from masthead.content import queries
from masthead.content.library_events import LibraryEvent as E
from masthead.content.media import looking
from masthead.core.files.uses import GIF, JPEG, MEGABYTE, PDF, PNG, WEBP, file_use
from masthead.core.navigation import deed, entry
from masthead.core.permissions import capability
from masthead.core.search.registry import searchable
from masthead.notify.registry import hook_target, notice_kind
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.org.registry import role_gets
from masthead.trail.registry import register_events

READ, KEEP = "content.material.read", "content.material.keep"
capability(READ, _("查看素材"), clause="3.3.1")
capability(KEEP, _("上传与管理素材"), clause="3.3.1")
for _role in ("editor", "reviewer", "legal", "head", "leader", "publisher", "auditor"):
    role_gets(_role, [READ])
for _role in ("editor", "head"):
    role_gets(_role, [KEEP])

register_events(
    E,
    {
        E.MATERIAL_ADDED: (_("登记了素材"), "3.3.1", "photo-plus"),
        E.MATERIAL_CHANGED: (_("修改了素材说明"), "3.3.1", "edit"),
        E.MATERIAL_MOVED: (_("移动了素材"), "3.3.1", "folders"),
        E.MATERIAL_ARCHIVED: (_("归档了素材"), "3.3.1", "archive"),
        E.MATERIAL_RESTORED: (_("恢复了素材"), "3.3.1", "refresh"),
        E.VERSION_ADDED: (_("上传了素材新版本"), "3.3.1", "upload"),
        E.AI_LABELLED: (_("加注了 AI 标识"), "1.3.2", "sparkles"),
        E.COVER_CHOSEN: (_("更换了视频封面"), "3.3.1", "photo"),
        E.FOLDER_MADE: (_("新建了素材文件夹"), "3.3.1", "folders"),
        E.LICENCE_RECORDED: (_("登记了素材授权"), "1.3.1", "file-check"),
        E.CONSENT_RECORDED: (_("登记了肖像同意"), "1.3.1", "user-check"),
        E.CONSENT_WITHDRAWN: (_("登记了肖像同意的撤回"), "1.3.1", "user-minus"),
        E.MATERIAL_USED: (_("把素材用进了稿件"), "1.3.1", "photo"),
    },
)

file_use(
    "content.material",
    _("素材"),
    types=set(looking.PICTURES | looking.PAPERS),
    most_bytes=looking.MOST["document"],
    may_read=queries.may_read_material,
    reencode=True,
)
file_use(
    "content.rendition",
    _("素材缩略图"),
    types={JPEG, PNG, GIF, WEBP},
    most_bytes=looking.MOST["document"],
    may_read=queries.may_read_material,
)
file_use(
    "content.video",
    _("稿件视频"),
    types={looking.MP4, looking.MOV, looking.WEBM},
    most_bytes=looking.MOST["video"],
    may_read=queries.may_read_picture,
)
file_use(
    "content.proof",
    _("素材授权文件"),
    types={PDF, JPEG, PNG},
    most_bytes=20 * MEGABYTE,
    may_read=queries.may_read_proof,
)

entry(
    "content.library",
    chapter="content",
    label=_("素材"),
    url_name="content:library",
    capability=READ,
    order=40,
)
deed(
    "content.upload_material",
    label=_("上传素材"),
    url_name="content:material_upload",
    capability=KEEP,
    icon="upload",
)
searchable(
    "content.material",
    label=pgettext_lazy("one", "素材"),
    icon="photo",
    documents=queries.material_documents,
    reach=lambda member: org_queries.reach_of(member, READ),
    readable=queries.find_materials,
    order=25,
)
notice_kind("content.rights", _("素材授权到期与撤回"), "calendar-time")
ending_source("material", _("素材使用权"), "photo", queries.material_endings)


def may_see_material(owner: Member, pk: int) -> bool:
    """For webhooks: is the material inside the owner's scope?"""
    return queries.materials_visible_to(owner).filter(pk=pk).exists()


def may_see_folder(owner: Member, pk: int) -> bool:
    """For webhooks: is the folder inside the owner's scope?"""
    return queries.folders_visible_to(owner).filter(pk=pk).exists()


hook_target("content.material", may_see_material)
hook_target("content.materialfolder", may_see_folder)
