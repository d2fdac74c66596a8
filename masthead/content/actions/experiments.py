"""What an experiment compares, by name, and the figure of each arm."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.accounts.models import Account
from masthead.collab import actions as collab
from masthead.collab.models import Experiment
from masthead.content.events import ContentEvent
from masthead.content.models import Draft, ExperimentArm, Figure
from masthead.content.queries import arms_of, drafts_visible_to
from masthead.core.errors import BadInput, NotPermitted
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

CLAUSE, FEWEST, MOST = "1.3.4", 2, 6


@dataclass(frozen=True)
class Arm:
    """One arm as it is named: a draft or an account, or neither where it is told in words only."""

    name: str
    draft: Draft | None = None
    account: Account | None = None


@guarded("1.3.4")
@transaction.atomic
def set_arms(
    *, experiment: Experiment, arms: Sequence[Arm], figure: str, by: Member, at: dt.datetime | None = None
) -> list[ExperimentArm]:
    """Name what is compared: two to six arms, drafts or accounts of ours, and the figure, before anything was measured.

    Clause: 1.3.4.  Raises: NotPermitted (neither its owner nor who decides on ideas), BadInput, RuleBroken once it is measured.
    Events: content:experiment:arms_set.
    """
    _require_owner(experiment, by)
    if experiment.result:
        raise BadInput(_("已有实测结果，不能再改方案。"), code="experiment_measured", clause=CLAUSE)
    named = [arm for arm in arms if arm.name.strip()]
    if not FEWEST <= len(named) <= MOST:
        line = _("请写 2 到 6 个方案，才有得比。")
        raise BadInput(line, code="arms_too_few", clause=CLAUSE, fields={"arms": [line]})
    if figure and figure not in Figure.values:
        raise BadInput(
            _("没有这个指标。"), code="no_such_figure", clause=CLAUSE, fields={"figure": [_("没有这个指标。")]}
        )
    drafts = [arm.draft.pk for arm in named if arm.draft]
    if len(set(drafts)) != drafts_visible_to(by).filter(pk__in=drafts).count():
        raise BadInput(_("有稿件不在您的范围内。"), code="arm_out_of_scope", clause=CLAUSE)
    ExperimentArm.objects.filter(experiment=experiment).delete()
    rows = ExperimentArm.objects.bulk_create(
        ExperimentArm(
            experiment=experiment,
            number=n,
            name=arm.name.strip()[:60],
            draft=arm.draft,
            account=arm.account,
            figure=figure,
        )
        for n, arm in enumerate(named, 1)
    )
    trail.record(
        ContentEvent.ARMS_SET,
        target=experiment.idea,
        by=by,
        after=[r.name for r in rows],
        data={"figure": figure},
        at=at,
    )
    return rows


@guarded("1.3.4")
@transaction.atomic
def measure_arms(
    *,
    experiment: Experiment,
    measured: Mapping[int, tuple[Decimal, int | None]],
    by: Member,
    words: str = "",
    at: dt.datetime | None = None,
) -> Experiment:
    """The owner gives the figure of every arm {number: (figure, sample)}; the experiment's result is written from them.

    Clause: 1.3.4.  Raises: NotPermitted (not its owner), BadInput (an arm without a figure), RuleBroken (not begun, concluded).
    Events: content:experiment:arms_measured, collab:experiment:measured.
    """
    arms = arms_of(experiment)
    missing = [arm.name for arm in arms if arm.number not in measured]
    if not arms or missing:
        line = _("请填写每个方案的数字：%(names)s") % {"names": _("、").join(missing)}
        raise BadInput(line, code="arm_without_figure", clause=CLAUSE, fields={"measured": [line]})
    parts = []
    for arm in arms:
        arm.measured, arm.base = measured[arm.number]
        arm.save(update_fields=["measured", "base"])
        sample = _("（样本 %(n)d）") % {"n": arm.base} if arm.base else ""
        parts.append(f"{arm.name} {arm.measured.normalize():f}{sample}")
    label = str(Figure(arms[0].figure).label) if arms[0].figure else experiment.metric
    text = f"{label}：{_('；').join(parts)}。{words.strip()}"
    done = collab.measure_experiment(experiment=experiment, result=text, by=by, at=at)
    data = {str(arm.number): str(arm.measured) for arm in arms}
    trail.record(ContentEvent.ARMS_MEASURED, target=experiment.idea, by=by, data=data, at=at)
    return done


def _require_owner(experiment: Experiment, by: Member) -> None:
    if by.pk == experiment.owner_id or org.may(by, "collab.idea.decide", unit_id=experiment.idea.unit_id):
        return
    raise NotPermitted(
        _("只有执行人和决定创意的人可以写方案。"), code="not_your_experiment", clause=CLAUSE, advice=_("请联系执行人。")
    )
