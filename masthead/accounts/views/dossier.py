"""Pages of the paper side: dossier, certification, filings, papers."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from masthead.accounts import actions, queries
from masthead.accounts.paper_forms import CertificationForm, DocumentForm, DossierForm, FilingForm
from masthead.accounts.papers import DossierFacts
from masthead.accounts.views.pages import GET_OR_POST, KEEP, MANAGE, form_page, viewer
from masthead.core.permissions import for_every_member, requires


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def change_dossier(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    account = queries.get_account_for(by, pk, MANAGE)
    old = model_to_dict(queries.dossier_of(account), exclude=["avatar", "account"])
    form = DossierForm(request.POST or None, request.FILES or None, initial=old)
    return form_page(
        request, form,
        lambda given: actions.save_dossier(account=account, facts=DossierFacts.of(given), reason=given["reason"], by=by),
        done=_("档案已保存。"), then=f"{account.get_absolute_url()}?tab=papers", title=_("账号档案"), verb=_("保存档案"), account=account,
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def certify(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    account = queries.get_account_for(by, pk, MANAGE)
    form = CertificationForm(request.POST or None)
    return form_page(
        request, form, lambda given: actions.record_certification(account=account, **given, by=by),
        done=_("认证已登记。"), then=f"{account.get_absolute_url()}?tab=papers", title=_("登记平台认证"), verb=_("登记认证"), account=account,
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def add_filing(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    account = queries.get_account_for(by, pk, MANAGE)
    form = FilingForm(request.POST or None)
    return form_page(
        request, form, lambda given: actions.record_filing(account=account, **given, by=by),
        done=_("备案号已登记。"), then=f"{account.get_absolute_url()}?tab=papers", title=_("登记备案号"), verb=_("登记备案号"), account=account,
    )  # fmt: skip


@require_POST
@requires(MANAGE)
def remove_filing(request: HttpRequest, pk: int, filing: int) -> HttpResponse:
    by = viewer(request)
    account = queries.get_account_for(by, pk, MANAGE)
    actions.remove_filing(account=account, filing_id=filing, by=by)
    messages.success(request, _("备案号已删除。"))
    return HttpResponseRedirect(f"{account.get_absolute_url()}?tab=papers")


@require_http_methods(GET_OR_POST)
@requires(KEEP)
def add_document(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    account = queries.get_account_for(by, pk, KEEP)
    form = DocumentForm(request.POST or None, request.FILES or None, initial=request.GET.dict())

    def deed(given: dict[str, Any]) -> Any:
        upload = given.pop("file")
        return actions.store_document(account=account, data=upload.read(), name=upload.name or "", by=by, **given)

    then = f"{account.get_absolute_url()}?tab=documents"
    return form_page(
        request, form, deed, done=_("资料已存入。"), then=then, title=_("存入资料"), verb=_("存入"), account=account
    )


@require_POST
@for_every_member
@never_cache
def open_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper itself, as a download; each opening and each refusal is kept."""
    by = viewer(request)
    document = queries.get_document_for(by, pk)
    data = actions.open_document(document=document, by=by, reason=request.POST.get("reason", ""))
    response = HttpResponse(data, content_type=document.file.mime)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(document.file.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
