"""系统状态 for administrators, and one word for the operators' probe."""

import platform
import sqlite3

import django
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from masthead.core.health import State
from masthead.core.permissions import public, requires
from masthead.core.search.queries import size_by_kind
from masthead.core.search.registry import SEARCHABLE
from masthead.web import health


@requires("web.system.read")
def system(request: HttpRequest) -> HttpResponse:
    """Every check in words, with what to do and the way to the rows behind it."""
    found = health.system_findings()
    worst = next((s for s in (State.BAD, State.WARN) if any(f.health.state == s for f in found)), State.OK)
    shown = {
        "findings": found,
        "worst": worst,
        "troubled": sum(f.health.state in (State.BAD, State.WARN) for f in found),
        "versions": _versions(),
        "indexed": [(SEARCHABLE[kind].label, count) for kind, count in size_by_kind().items()],
    }
    return render(request, "web/system.html", shown)


@public("load balancers and monitoring ask whether the house can work; the answer names no detail")
@never_cache
def probe(request: HttpRequest) -> HttpResponse:
    """200 while everything vital answers, else 503 with the names of what does not."""
    del request  # who asks changes nothing
    failing = [f.check.key for f in health.system_findings(only_vital=True) if f.health.state == State.BAD]
    return JsonResponse({"ok": not failing, "failing": failing}, status=503 if failing else 200)


def _versions() -> list[dict[str, str]]:
    server = f"SQLite {sqlite3.sqlite_version}"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            server = f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
    return [
        {"label": "Python", "value": platform.python_version()},
        {"label": "Django", "value": django.get_version()},
        {"label": _("数据库"), "value": server},
    ]
