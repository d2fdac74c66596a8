"""What members want, and whether the house can mail at all."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet

from masthead.notify.models import Notice, Preference
from masthead.notify.registry import KINDS
from masthead.notify.states import MailMode
from masthead.org.models import Member


def mail_is_set_up() -> bool:
    """Is there a mail server? Without one the house writes no mails (they would only fill the log)."""
    return bool(settings.EMAIL_HOST) or (
        "smtp" not in settings.EMAIL_BACKEND and "console" not in settings.EMAIL_BACKEND
    )


def people_of(member_ids: Iterable[int]) -> dict[int, Member]:
    """Those who are still here, by key, in a stable order; one query."""
    return {m.pk: m for m in Member.objects.filter(pk__in=list(member_ids), is_active=True).order_by("pk")}


def preferences_of(member_ids: Iterable[int]) -> dict[int, Preference]:
    """The wish of each, the defaults for those who never said; one query."""
    wanted = set(member_ids)
    kept = {p.member_id: p for p in Preference.objects.filter(member_id__in=wanted)}
    return {pk: kept.get(pk) or Preference(member_id=pk) for pk in wanted}


def preference_of(member: Member) -> Preference:
    """The member's own wish, or the defaults."""
    return preferences_of([member.pk])[member.pk]


def mode_of(wish: Preference, kind: str) -> MailMode:
    """How the member gets this kind by mail."""
    said = wish.mail.get(kind)
    if said in MailMode.values:
        return MailMode(said)
    entry = KINDS.get(kind)
    return entry.mail if entry else MailMode.DIGEST


def due_digests(moment: dt.datetime) -> QuerySet[Preference]:
    """Wishes whose digest is due, of members who are here and have an address."""
    rows = Preference.objects.filter(digest_due_at__lte=moment, member__is_active=True).exclude(member__email="")
    return rows.select_related("member").order_by("digest_due_at", "pk")


def without_wish() -> QuerySet[Member]:
    """Members with an address who never said what they want: their first digest has no row to be due in."""
    said = Preference.objects.values("member_id")
    return Member.objects.filter(is_active=True).exclude(email="").exclude(pk__in=said)


def unread_for_digest(wish: Preference, since: dt.datetime, until: dt.datetime) -> list[Notice]:
    """What the digest tells: unread notices of that time whose kind goes into the digest, newest first."""
    rows = Notice.objects.filter(member_id=wish.member_id, read_at=None, created_at__gte=since, created_at__lt=until)
    return [n for n in rows.order_by("-pk")[:500] if mode_of(wish, n.kind) == MailMode.DIGEST]
