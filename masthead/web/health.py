"""Checks of the ground that the house stands on: database, broker, background processes, files, disk, search."""

import datetime as dt
import secrets
import shutil

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from masthead.core import clock
from masthead.core.files.queries import storage_answers
from masthead.core.health import Finding, Health, State, findings
from masthead.core.search.queries import position_of
from masthead.publishing import queries as publishing
from masthead.publishing.limits import limits
from masthead.trail import queries as trail

PULSE, PULSE_LIVES = "masthead.pulse", 24 * 3600
LATE, DEAD = dt.timedelta(seconds=60), dt.timedelta(minutes=5)
BEHIND = 5000
GIGABYTE = 1024**3
SCARCE, VERY_SCARCE = 5 * GIGABYTE, GIGABYTE


def system_findings(*, only_vital: bool = False) -> list[Finding]:
    """All checks, with a database or broker that is down as findings."""
    return findings(only_vital=only_vital, faults=(DatabaseError, RedisError))


def not_ready() -> list[str]:
    """Names of what keeps the house from publishing: vital checks that fail, no worker, something due for too long."""
    failing = [f.check.key for f in system_findings(only_vital=True) if f.health.state == State.BAD]
    try:
        alive, _due, oldest = publishing.engine_pulse(clock.now())
    except DatabaseError:
        return failing or ["web.database"]
    if not alive:
        failing.append("publishing.workers")
    if oldest and (clock.now() - oldest).total_seconds() > limits().ready_seconds:
        failing.append("publishing.late")
    return failing


def note_pulse() -> None:
    """A worker says that scheduler, broker and worker are alive."""
    cache.set(PULSE, clock.now(), PULSE_LIVES)


def database() -> Health:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    names = {"postgresql": "PostgreSQL", "sqlite": _("SQLite（内置）")}
    return Health(State.OK, _("%(name)s应答正常") % {"name": names.get(connection.vendor, connection.vendor)})


def broker() -> Health:
    word = secrets.token_hex(4)
    cache.set("masthead.health", word, 30)
    if cache.get("masthead.health") != word:
        return Health(State.BAD, _("缓存没有记住刚写入的内容。"), _("请检查 Redis/Valkey 的内存上限与运行状态。"))
    return Health(State.OK, _("消息与缓存服务应答正常"))


def background() -> Health:
    seen: dt.datetime | None = cache.get(PULSE)
    if seen is None:
        return Health(
            State.WARN, _("还没有收到后台进程的心跳。"), _("确认调度进程与工作进程已启动：./dev run 会全部启动。")
        )
    silence = clock.now() - seen
    seconds = int(silence.total_seconds())
    if silence > DEAD:
        return Health(
            State.BAD,
            _("后台进程已 %(n)d 分钟没有心跳，定时发布、通知与检查都停了。") % {"n": seconds // 60},
            _("请重启调度进程与工作进程；已到期的任务会在恢复后自动补办。"),
        )
    return Health(State.WARN if silence > LATE else State.OK, _("最近一次心跳在 %(n)d 秒前") % {"n": max(seconds, 0)})


def files() -> Health:
    storage_answers()
    where = _("对象存储") if settings.FILES_S3["bucket"] else _("本机目录")
    return Health(State.OK, _("文件保存在%(where)s，读写正常") % {"where": where})


def disk() -> Health:
    left = shutil.disk_usage(settings.DATA_DIR).free
    text = _("数据目录剩余 %(n).1f GB") % {"n": left / GIGABYTE}
    if left < VERY_SCARCE:
        return Health(State.BAD, text, _("磁盘将满，保存与发布会失败。请立即清理或扩容。"))
    return Health(State.WARN if left < SCARCE else State.OK, text, _("请安排清理或扩容。") if left < SCARCE else "")


def search() -> Health:
    behind = trail.newest_position() - position_of("trail")[0]
    if behind > BEHIND:
        advice = _("后台进程恢复后会自动追上；也可以运行 manage.py search_rebuild。")
        return Health(State.WARN, _("搜索索引落后 %(n)d 条留痕") % {"n": behind}, advice)
    return Health(State.OK, _("搜索索引与留痕同步"))
