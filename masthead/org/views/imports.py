"""Members from a file: upload, preview, confirm, undo; set-up links for those taken in. And the page behind such a link."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.core import clock
from masthead.core.permissions import public, requires
from masthead.org import actions, forms, queries, roster, sheets
from masthead.org.invitations import invited
from masthead.org.views.members import workbook
from masthead.org.views.pages import GET_OR_POST, MANAGE, form_page, viewer

SHOWN_WRONG, SHOWN_GOOD = 100, 20


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def imports(request: HttpRequest) -> HttpResponse:
    """Upload a list; earlier imports below."""
    by, form = viewer(request), forms.ImportForm(request.POST or None, request.FILES or None)

    def deed(given: dict[str, Any]) -> Any:
        upload = given["file"]
        return actions.read_members(data=upload.read(), name=upload.name or "", by=by)

    words = {"template": "org/imports.html", "imports": queries.member_imports()[:20], "back": reverse("org:members")}
    words["done"] = _("已读取名单，请核对后确认。")
    return form_page(request, form, deed, after=lambda made: reverse("org:import", args=[made.pk]), **words)


@require_GET
@requires(MANAGE)
def show_import(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview: rows with errors first, each error beside its cell; after the confirmation who was taken in."""
    one = queries.get_import(pk)
    wrong = [row for row in one.rows if row["errors"]]
    good = [row for row in one.rows if not row["errors"]]
    context = {
        "one": one,
        "wrong": wrong[:SHOWN_WRONG],
        "good": good[:SHOWN_GOOD],
        "good_count": len(good),
        "columns": roster.COLUMNS,
        "members": queries.imported_members(one)[:200],
        "undo_days": actions.UNDO_DAYS,
    }
    return render(request, "org/import.html", context)


@require_POST
@requires(MANAGE)
def confirm_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Take them in: all, or only the good rows."""
    only_good = request.POST.get("which") == "good"
    one = actions.confirm_import(one=queries.get_import(pk), by=viewer(request), only_good=only_good)
    messages.success(request, _("已导入 %(n)d 位成员。请为他们生成设置密码的链接。") % {"n": len(one.member_ids)})
    return HttpResponseRedirect(reverse("org:import", args=[pk]))


@require_POST
@requires(MANAGE)
def drop_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a preview up."""
    actions.drop_import(one=queries.get_import(pk), by=viewer(request))
    messages.success(request, _("已放弃，没有导入任何人。"))
    return HttpResponseRedirect(reverse("org:imports"))


@require_POST
@requires(MANAGE)
def undo_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a mistaken import back."""
    removed, stay = actions.undo_import(one=queries.get_import(pk), by=viewer(request))
    if stay:
        words = {"n": removed, "who": _("、").join(m.name for m in stay[:10])}
        messages.warning(request, _("撤销了 %(n)d 人；%(who)s 已开始工作，保留。") % words)
    else:
        messages.success(request, _("已撤销，移除 %(n)d 人。") % {"n": removed})
    return HttpResponseRedirect(reverse("org:import", args=[pk]))


@require_GET
@requires(MANAGE)
def import_errors(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001
    """The wrong rows as a workbook with the errors in words, to be corrected and uploaded again."""
    rows = roster.error_rows(queries.get_import(pk).rows)
    data = sheets.write_table("members", [*roster.heading(), _("错误说明")], rows)
    return workbook(data, f"members-errors-{clock.today():%Y%m%d}.xlsx")


@never_cache
@require_POST
@requires(MANAGE)
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Set-up links of everybody whom the import took in and who has no password yet: printed once, kept nowhere."""
    by = viewer(request)
    waiting = [m for m in queries.imported_members(queries.get_import(pk)) if not m.has_usable_password()]
    rows = [(m, request.build_absolute_uri(actions.make_setup_link(member=m, by=by))) for m in waiting]
    context = {"letters": rows, "back": reverse("org:import", args=[pk])}
    return render(request, "org/letters.html", context)


@never_cache
@require_http_methods(GET_OR_POST)
@public("a new member opens the set-up link before the first sign-in; the signed token in the address is the proof")
def welcome(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """The page behind a set-up link: choose a password, then sign in."""
    form = forms.FirstPasswordForm(request.POST or None)
    member = invited(uid, token)

    def deed(given: dict[str, Any]) -> Any:
        return actions.set_first_password(uid=uid, token=token, password=given["password"])

    words = {"done": _("密码已设置，请登录。"), "back": reverse("account_login"), "person": member}
    return form_page(
        request, form, deed, template="org/welcome.html", after=lambda _made: reverse("account_login"), **words
    )
