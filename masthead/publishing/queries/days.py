"""What a day allows: days that demand a reason, and how many posts a platform takes."""

import datetime as dt
from collections.abc import Iterable

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from masthead.accounts.models import Account
from masthead.content.models import Draft
from masthead.content.queries import almanac_days
from masthead.core import clock, figures
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.platforms.limits import posts_a_day
from masthead.publishing.models import Publication, SensitiveNote
from masthead.publishing.states import LIVE, PublicationState

SENSITIVE = "publishing.publication.sensitive"
UNDER_WAY = frozenset({PublicationState.SCHEDULED, PublicationState.HANDED})


def sensitive_names(on: dt.date) -> str:
    """Names of the days that demand a reason."""
    return almanac_days(on, on, topics=False)[on].strict_names


def days_of_demand(draft: Draft) -> str:
    """Days of the draft's window that demand a reason, in words; '' for none."""
    if not draft.window_start or not draft.window_end:
        return ""
    first, last = clock.china(max(draft.window_start, clock.now())).date(), clock.china(draft.window_end).date()
    found = almanac_days(first, last, topics=False).values()
    return _("；").join(f"{figures.short_day_text(day.on)} {day.strict_names}" for day in found if day.strict)


def unexplained_day(publication: Publication) -> str:
    """Names of the days that demand a reason for this publication and have none yet; '' when nothing is missing or it is over."""
    if publication.state not in UNDER_WAY:
        return ""
    on = clock.china(publication.planned_at).date()
    names = sensitive_names(on)
    return "" if not names or is_explained(publication, on) else names


def is_explained(publication: Publication, on: dt.date) -> bool:
    """Is the reason for that day written down?"""
    return SensitiveNote.objects.filter(publication=publication, on=on).exists()


def may_explain(member: Member, *, unit_id: int, account: Account) -> bool:
    """May the member say that something goes out on such a day all the same (for its department, or the account's group)?"""
    group = account.account_group_id
    return org_queries.may(member, SENSITIVE, unit_id=unit_id) or (
        group is not None and org_queries.may(member, SENSITIVE, account_group_id=group)
    )


def has_day_limit(account: Account) -> bool:
    """Does the platform take only so many posts a day from this account?"""
    return posts_a_day(account.platform.key, account.options) is not None


def load_of_day(account: Account, on: dt.date, *, besides: Publication | None = None) -> int:
    """How many posts the account has on that day, planned or out: the day on which it went out counts, else the planned one."""
    start, end = clock.day_bounds(on)
    rows = Publication.objects.filter(account=account, state__in=sorted(LIVE))
    rows = rows.annotate(when=Coalesce("published_at", "due_at")).filter(when__gte=start, when__lt=end)
    # The plain column narrows by its index; what went out a day off its plan lies near it.
    near = rows.filter(due_at__gte=start - dt.timedelta(days=7), due_at__lt=end + dt.timedelta(days=7))
    return (near.exclude(pk=besides.pk) if besides else near).count()


def over_day_limit(account: Account, at: dt.datetime, *, besides: Publication | None = None) -> tuple[str, bool]:
    """(words, sure) when one more post on that day is more than the platform takes; ('', False) when there is room."""
    limit = posts_a_day(account.platform.key, account.options)
    on = clock.china(at).date()
    if limit is None or (held := load_of_day(account, on, besides=besides)) < limit.most:
        return "", False
    words = _("%(name)s当天已有 %(n)d 条，平台「%(limit)s」最多 %(most)d 条") % {
        "name": account.name, "n": held, "limit": limit.label, "most": limit.most
    }  # fmt: skip
    return words, limit.is_sure


def days_that_are_full(accounts: Iterable[Account], at: dt.datetime) -> list[str]:
    """Words for accounts whose platform is likely to take no more on that day."""
    return [words for account in accounts if (words := over_day_limit(account, at)[0])]
