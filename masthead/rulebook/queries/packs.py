"""Packs for auditors: which were ordered, which are due."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from masthead.core.errors import NotThere
from masthead.core.models import StoredFile
from masthead.rulebook.models import AuditPack
from masthead.rulebook.states import PackState

CAPABILITY = "rulebook.pack.build"
LEASE = dt.timedelta(minutes=30)


def packs() -> QuerySet[AuditPack]:
    """All of them with their people."""
    return AuditPack.objects.select_related("ordered_by", "file")


def get_pack(pk: int) -> AuditPack:
    """One pack. Raises NotThere."""
    found = packs().filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这份资料包。"), code="pack_not_there", clause="8.5")
    return found


def packs_due(at: dt.datetime) -> list[int]:
    """Keys of packs that nobody builds: queued, or begun by a worker that died."""
    lost = Q(state=PackState.BUILDING, claimed_at__lt=at - LEASE)
    return list(AuditPack.objects.filter(Q(state=PackState.QUEUED) | lost).order_by("pk").values_list("pk", flat=True))


def may_read_pack(user: Any, _stored: StoredFile) -> bool:
    """The gate of core.files: the same people who may order one."""
    return bool(user.has_perm(CAPABILITY))
