"""What happened at the approval table beside plain approvals: a second opinion asked for, and a piece sent back to the first reviewer."""

from masthead.approvals import actions as approvals
from masthead.approvals.models import Origin, Resume
from masthead.web.demo.articles import PIECES, Piece
from masthead.web.demo.people import fresh
from masthead.web.demo.story import Story

ASKED_TOO, SENT_BACK = ("craft", -8), ("farmer", -5)  # piece and the day it went out: the head decides two days before


def tell_approvals(story: Story) -> None:
    """Between the first reviewer's approval at 10:20 and the head's at 14:45."""
    of_key, at = {piece.key: piece for piece in PIECES}, story.script.at
    craft, day = of_key[ASKED_TOO[0]], ASKED_TOO[1] - 2
    at(day, 11, 0, lambda: _ask_the_leader_too(story, craft))
    at(day, 13, 50, lambda: story.approve(craft, "zhengzz", "工艺年份与馆藏档案一致。"))
    farmer, day = of_key[SENT_BACK[0]], SENT_BACK[1] - 2
    at(day, 11, 10, lambda: _send_back_to_the_reviewer(story, farmer))
    at(day, 13, 30, lambda: story.approve(farmer, "zhoush", "授权书编号已核对，与存档一致。"))


def _ask_the_leader_too(story: Story, piece: Piece) -> None:
    story.decide(piece, "chenzg", lambda by, task, _seen: approvals.add_signers(
        task=task, people=[fresh("zhengzz")], how=Origin.PARALLEL, by=by, words="涉及非遗表述，请一并把关。"
    ))  # fmt: skip


def _send_back_to_the_reviewer(story: Story, piece: Piece) -> None:
    story.decide(piece, "chenzg", lambda by, task, seen: approvals.return_to_step(
        task=task, place=0, by=by, hash_seen=seen, comment="请再核对一次茶农肖像授权书的编号。", resume=Resume.DIRECT
    ))  # fmt: skip
