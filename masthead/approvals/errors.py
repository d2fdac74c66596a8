"""Refusals of the drawing board."""

from django.utils.translation import gettext as _

from masthead.core.errors import Stale


class BoardMoved(Stale):
    """Somebody changed the board since the page was made; `who` is a name or 您在另一个窗口."""

    default_code = "board_moved"

    def __init__(self, who: str, clause: str) -> None:
        words, advice = _("%(who)s刚才修改了这份草稿，这一步没有执行。"), _("下面是最新的流程，请看过后再操作一次。")
        super().__init__(words % {"who": who}, clause=clause, advice=advice)


class StepMoved(Stale):
    """Somebody changed the same step since the page was made."""

    default_code = "step_moved"

    def __init__(self, who: str, clause: str) -> None:
        words, advice = _("%(who)s刚才也修改了这个节点，您的改动没有写入。"), _("请对照最新内容，再决定是否保存。")
        super().__init__(words % {"who": who}, clause=clause, advice=advice)
