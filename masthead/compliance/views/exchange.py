"""Rules out to a table and in again."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.compliance import actions, queries, tables
from masthead.compliance.forms import ImportForm
from masthead.compliance.views.pages import EDIT, READ, attempted, crumbs, done, viewer
from masthead.core.errors import BadInput
from masthead.core.permissions import requires

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT, MOST_AGE_SECONDS = "compliance.import", 3600


@require_GET
@requires(READ)
def export(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """All rules in force as a workbook."""
    headers = {"Content-Disposition": 'attachment; filename="rules.xlsx"', "Cache-Control": "no-store"}
    return HttpResponse(tables.written(queries.files_in_force()), content_type=XLSX, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT)
def bring(request: HttpRequest) -> HttpResponse:
    """Read a table and show what it would change, row by row; nothing is kept."""
    form = ImportForm(request.POST or None, request.FILES or None)
    lines = attempted(form, lambda: _lines(form))
    changes = [line.change for line in lines or () if line.change]
    wrong = [line for line in lines or () if line.errors]
    payload = signing.dumps(changes, salt=SALT, compress=True) if changes and not wrong else ""
    context = {
        "form": form,
        "lines": lines,
        "wrong": wrong,
        "payload": payload,
        "count": len(changes),
        "crumbs": crumbs(),
    }
    return render(request, "compliance/import.html", context, status=422 if form.errors else 200)


def _lines(form: ImportForm) -> list[tables.Line]:
    file = form.cleaned_data["file"]
    return tables.read(file.read(), file.name, queries.files_in_force())


@require_POST
@requires(EDIT)
def confirm(request: HttpRequest) -> HttpResponse:
    """Keep the shown changes as drafts; each is put in force by itself, after its tests."""
    try:
        changes = signing.loads(request.POST.get("payload", ""), salt=SALT, max_age=MOST_AGE_SECONDS)
    except signing.BadSignature as error:
        raise BadInput(_("这份导入已过期，请重新上传。"), code="import_expired", advice=_("重新上传表格。")) from error
    actions.draft_rules(changes=changes, reason=_("从表格导入"), by=viewer(request))
    count = len(changes)
    words = ngettext("已保存 %(count)d 项草稿。", "已保存 %(count)d 项草稿。", count) % {"count": count}
    return done(request, words, "compliance:rules")
