"""Clause 1.3.4: every quarter something is tried and concluded, and verdicts rest on figures."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.content.probes import seeds
from masthead.content.queries import probing
from masthead.core import clock
from masthead.trail.probes import Verdict, Window, probe


@probe(
    "1.3.4.tried",
    clause="1.3.4",
    title=gettext_lazy("每季度有实验结题"),
    why=gettext_lazy("一个季度什么都没有试过，创新就只是口号。"),
    seed=seeds.quarter_without_an_experiment,
    window_days=92,
    weight=2,
)
def quarter_tried(window: Window) -> Iterator[Verdict]:
    """The group; one that is younger than the window is exempt until its first quarter is over."""
    run, concluded = probing.experiments_in(window.start, window.end)
    for group in probing.groups():
        passed: bool | None = concluded > 0
        if not concluded and group.founded_on > clock.china(window.start).date():
            passed = None
        reason = _("进行 %(run)d 个，结题 %(done)d 个") % {"run": run, "done": concluded}
        facts = {"run": run, "concluded": concluded}
        yield Verdict(
            "org.managementgroup", group.pk, group.name, passed, reason, reverse("content:experiments"), facts
        )


@probe(
    "1.3.4.figures",
    clause="1.3.4",
    title=gettext_lazy("实验结论有每个方案的实测数字"),
    why=gettext_lazy("没有数字的结论只是看法。"),
    seed=seeds.experiment_judged_without_figures,
    window_days=92,
    weight=2,
)
def verdict_rests_on_figures(window: Window) -> Iterator[Verdict]:
    """Every experiment concluded in the window that names its arms."""
    for row, missing in probing.concluded_with_arms(window.start, window.end):
        reason = _("缺数字：%(names)s") % {"names": _("、").join(missing)} if missing else _("每个方案都有实测数字")
        yield Verdict("collab.experiment", row.pk, row.idea.title, not missing, reason, row.idea.get_absolute_url())
