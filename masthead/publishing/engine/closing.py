"""Going home: a worker that was asked to stop claims nothing more, finishes the calls under way and gives the rest back.

The word is one byte of memory that all processes forked from one parent share: the task engine's parent hears the signal, its
children read the byte.
"""

import mmap
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_board = mmap.mmap(-1, 1)


def begin() -> None:
    """From now on this process and its relatives claim nothing more."""
    _board[0] = 1


def forget() -> None:
    """A new life begins (a parent that starts work, tests)."""
    _board[0] = 0


def begun() -> bool:
    return _board[0] == 1


@contextmanager
def heeding() -> Iterator[None]:
    """While work is in hand SIGTERM means «finish and go», not death; it strikes when the work is done.

    A service manager may send it to every process of the group, not only to the parent. A second one strikes at once.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = False

    def hear(_number: int, _frame: FrameType | None) -> None:
        nonlocal heard
        heard = True
        begin()
        signal.signal(signal.SIGTERM, before)

    before = signal.getsignal(signal.SIGTERM) or signal.SIG_DFL
    signal.signal(signal.SIGTERM, hear)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        if heard:
            os.kill(os.getpid(), signal.SIGTERM)
