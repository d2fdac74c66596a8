"""Builders for tests of this room and the rooms above."""

from masthead.accounts.models import Account
from masthead.analytics import actions
from masthead.analytics.models import FigureImport
from masthead.core import clock
from masthead.org.models import Member


def make_figure_import(account: Account, *, by: Member) -> FigureImport:
    """A preview with one line that belongs to nothing."""
    table = "作品名称,发布时间,播放量,点赞\n别处发的视频,2026-11-20,1.2万,30\n".encode()
    return actions.start_import(account=account, data=table, name="作品数据.csv", as_of=clock.today(), by=by)
