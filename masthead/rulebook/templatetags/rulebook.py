"""The rows of the board. Sixty of them stand on one page, so each is written once for its values and kept, and not rendered anew."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from masthead.core.templatetags.ui import icon, reltime, state_chip
from masthead.rulebook.comparison import Span
from masthead.rulebook.queries import BoardRow
from masthead.rulebook.states import ClauseStatus

register = template.Library()
KEPT = 4096
NOTHING = mark_safe("")


@register.simple_tag
def clause_row(row: BoardRow, on: dt.date | None = None) -> SafeString:
    """One clause on the board, as it is or as it was on a day."""
    language, grade, clause = get_language() or "", row.grade, row.clause
    words = (clause.key, clause.number, clause.title, on.isoformat() if on else "")
    counts = (row.probes_n, row.guards_n, row.refused_n, row.findings_n)
    head = _head(language, words, grade.state, grade.passed, grade.tested, row.catches, counts)
    bars = tuple((bar.tone, bar.height) for bar in row.trend)
    moment = reltime(grade.as_of) if grade.as_of and not on else NOTHING
    return mark_safe(f'{head}<span class="clause-row__time">{moment}</span>{_trend(language, bars)}</span></li>')  # noqa: S308  all parts are escaped


@register.simple_tag
def spans(pieces: Iterable[Span]) -> SafeString:
    """Words with what came and what went, without a blank of our own between them."""
    shapes = {"add": '<ins class="word">{}</ins>', "del": '<del class="word">{}</del>', "same": "{}"}
    return format_html_join("", "{}", ((format_html(shapes[piece.kind], piece.text),) for piece in pieces))


@lru_cache(maxsize=KEPT)
def _head(
    _language: str,
    words: tuple[str, str, str, str],
    state: ClauseStatus,
    passed: int,
    tested: int,
    catches: bool | None,  # noqa: FBT001  private, a part of the cache's key
    counts: tuple[int, int, int, int],
) -> SafeString:
    """Everything of a row but the time and the trend; left open at its tail."""
    key, number, title, on = words
    address = reverse("rulebook:clause", args=[key]) + (f"?on={on}" if on else "")
    probes, guards, refused, findings = counts
    return format_html(
        '<li class="clause-row{}"><span class="clause-row__key">{}</span><a class="clause-row__title" href="{}">{}</a>'
        '<span class="clause-row__state">{}</span><span class="clause-row__figure num">{}</span>'
        '<span class="clause-row__meta">{}{}</span><span class="clause-row__tail">',
        "" if probes else " clause-row--quiet",
        number,
        address,
        title,
        state_chip(state),
        _figure(state, passed, tested, probes, address),
        _seed(catches, probes),
        _guards(guards, refused, findings, address),
    )


def _figure(state: ClauseStatus, passed: int, tested: int, probes: int, address: str) -> SafeString:
    if state == ClauseStatus.ERROR:
        return mark_safe('<span class="muted">—</span>')
    if tested:
        return format_html('<a href="{}#results" title="{}">{}/{}</a>', address, _("通过 / 检查对象"), passed, tested)
    return mark_safe('<span class="muted">0</span>') if probes else NOTHING


def _seed(catches: bool | None, probes: int) -> SafeString:  # noqa: FBT001  private, three answers
    if not probes:
        return NOTHING
    kind, drawing, label = {
        True: ("seed--ok", "shield-check", _("能查出违规")),
        False: ("seed--bad", "shield-x", _("查不出违规")),
        None: ("", "shield", _("未自证")),
    }[catches]
    hint = _("自证：种下一处违规，检查能查出来，随即撤销")
    return format_html(
        '<span class="clause-row__seed seed {}" title="{}">{}{}</span>', kind, hint, icon(drawing), label
    )


def _guards(guards: int, refused: int, findings: int, address: str) -> SafeString:
    if findings:
        label = _("未关闭问题 %(n)s 个") % {"n": findings}
        return format_html(
            '<a class="clause-row__guards seed seed--bad" href="{}#findings">{}{}</a>', address, icon("flag"), label
        )
    if refused:
        label = _("守卫拒绝 %(n)s 次") % {"n": refused}
        return format_html(
            '<a class="clause-row__guards seed seed--warn" href="{}#guards">{}{}</a>', address, icon("hand-stop"), label
        )
    if guards:
        return format_html('<span class="clause-row__guards muted">{}</span>', _("守卫 %(n)s 道") % {"n": guards})
    return NOTHING


@lru_cache(maxsize=KEPT)
def _trend(_language: str, bars: tuple[tuple[str, int], ...]) -> SafeString:
    """A path for each tone: a bar is one step of it."""
    if not bars:
        return mark_safe('<span class="clause-row__trend"></span>')
    paths = format_html_join(
        "",
        '<path class="trend__bar trend__bar--{}" d="{}"/>',
        (
            (tone, "".join(f"M{5 * n} 16v-{height}h3v{height}z" for n, (t, height) in enumerate(bars) if t == tone))
            for tone in sorted({t for t, _h in bars})
        ),
    )
    label = _("近 %(n)s 天走势") % {"n": len(bars)}
    wide = 5 * len(bars)
    return format_html(
        '<span class="clause-row__trend"><svg class="trend" viewBox="0 0 {} 16" width="{}" height="16" role="img" aria-label="{}">{}</svg></span>',
        wide, wide, label, paths,
    )  # fmt: skip
