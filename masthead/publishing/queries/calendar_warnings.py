"""What a planner should see on a chip: too much at once, the same thing twice, a day on which it should not go out."""

import datetime as dt
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from masthead.accounts.models import Account, PositioningSheet
from masthead.accounts.positioning import SheetState
from masthead.content.queries import AlmanacDay
from masthead.platforms import limits as platform_limits
from masthead.publishing.models import SensitiveNote
from masthead.publishing.queries.calendar_rows import Entry, Found
from masthead.publishing.states import TO_COME

if TYPE_CHECKING:
    from masthead.publishing.queries.calendar import Chip

HOUR, NEAR = dt.timedelta(minutes=60), dt.timedelta(days=7)
ALIKE = 0.75
BITS = 256
Week = tuple[int, dt.date]


def warnings_of(
    found: Found, chips: "Iterable[Chip]", known: Mapping[dt.date, AlmanacDay]
) -> dict[int, tuple[str, ...]]:
    """{id of chip: words}; only what is still to come is warned of. At most three queries."""
    open_chips = [chip for chip in chips if chip.state in TO_COME]
    if not open_chips:
        return {}
    judge = _Judge(found, known)
    told = {id(chip): tuple(dict.fromkeys(judge.words(chip))) for chip in open_chips}
    return {key: words for key, words in told.items() if words}


class _Judge:
    """The rows of a span, arranged for questions."""

    def __init__(self, found: Found, known: Mapping[dt.date, AlmanacDay]) -> None:
        self.by_account, self.known = found.by_account, known
        self.times = {pk: [row.due_at for row in rows] for pk, rows in self.by_account.items()}
        self.per_day = Counter((row.account_id, row.local.date()) for rows in self.by_account.values() for row in rows)
        self.per_week = Counter((row.account_id, monday(row.local.date())) for rows in self.by_account.values() for row in rows)  # fmt: skip
        self.most = most_a_week(self.by_account)
        self.most_on_a_day = most_a_day(self.by_account)
        days = [on for on, day in known.items() if day.strict]
        self.noted = (
            set(SensitiveNote.objects.filter(on__in=days).values_list("publication_id", "on")) if days else set()
        )
        self.shapes: dict[str, int] = {}

    def words(self, chip: "Chip") -> Iterable[str]:
        if any(mark.warned for mark in chip.marks):
            yield _("发布前检查发现问题，点开看怎么处理")
        day = self.known.get(chip.day)
        if day and day.strict and any((mark.pk, chip.day) not in self.noted for mark in chip.marks):
            yield _("%(day)s：当天发布须写明理由") % {"day": day.strict[0].name}
        for mark in chip.marks:
            yield from self._load(mark.account_id, mark.name, chip)
            yield from self._twins(mark.account_id, mark.pk, chip)

    def _load(self, account_id: int, name: str, chip: "Chip") -> Iterable[str]:
        times = self.times.get(account_id, [])
        close = bisect_left(times, chip.at + HOUR) - bisect_right(times, chip.at - HOUR)
        if close > 1:
            yield _("%(name)s一小时内有 %(n)d 条") % {"name": name, "n": close}
        day, full = self.per_day[account_id, chip.day], self.most_on_a_day.get(account_id, 0)
        if full and day > full:
            yield _("%(name)s当天 %(n)d 条，平台一天最多 %(most)d 条") % {"name": name, "n": day, "most": full}
        week, most = self.per_week[account_id, monday(chip.day)], self.most.get(account_id, 0)
        if most and week > most:
            yield _("%(name)s本周 %(n)d 条，定位表最多 %(most)d 条") % {"name": name, "n": week, "most": most}

    def _twins(self, account_id: int, pk: int, chip: "Chip") -> Iterable[str]:
        rows, times = self.by_account.get(account_id, []), self.times.get(account_id, [])
        shape = self._shape(chip.title)
        for row in rows[bisect_left(times, chip.at - NEAR) : bisect_right(times, chip.at + NEAR)]:
            if row.pk == pk:
                continue
            if row.draft_id == chip.draft_id:
                yield _("同一内容在该账号排了两次")
            elif self._alike(shape, row):
                yield _("与「%(title)s」标题相近") % {"title": row.title[:20]}
                return

    def _alike(self, shape: int, row: Entry) -> bool:
        other = self._shape(row.title)
        either = (shape | other).bit_count()
        return either > 0 and (shape & other).bit_count() / either >= ALIKE

    def _shape(self, title: str) -> int:
        if title not in self.shapes:
            self.shapes[title] = shape_of(title)
        return self.shapes[title]


def shape_of(title: str) -> int:
    """A title as a set of letter pairs in 256 bits: two are compared by counting bits. Numbers count as letters: 第 3 期 is not 第 4 期."""
    text = [c for c in unicodedata.normalize("NFKC", title).lower() if c.isalnum()]
    mask = 0
    for pair in pairwise(text):
        mask |= 1 << ((ord(pair[0]) * 31 + ord(pair[1])) % BITS)
    return mask


def monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def most_a_week(account_ids: Iterable[int]) -> dict[int, int]:
    """{account: most a week} as the positioning sheets in force say; one query."""
    rows = PositioningSheet.objects.filter(account_id__in=list(account_ids), state=SheetState.IN_FORCE)
    return dict(rows.values_list("account_id", "per_week_max"))


def most_a_day(account_ids: Iterable[int]) -> dict[int, int]:
    """{account: most a day} as its platform takes them, where that is known; one query."""
    rows = Account.objects.filter(pk__in=list(account_ids)).values_list("pk", "platform__key", "options")
    known = {pk: platform_limits.posts_a_day(key, options) for pk, key, options in rows}
    return {pk: limit.most for pk, limit in known.items() if limit}
