"""The publishing kit: the page, its downloads, the ticks, the codes for the phone."""

from typing import cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.core import clock, figures
from masthead.core.errors import PlatformFault
from masthead.core.permissions import public, requires
from masthead.org.models import Member
from masthead.platforms.abilities import Mode
from masthead.platforms.contract import Picture
from masthead.publishing import actions, queries
from masthead.publishing.forms import ProofForm
from masthead.publishing.models import Publication

# A picture is shown, never run: whatever its bytes are, a browser takes it for nothing else (as in core/files).
SEALED = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}


def _member(request: HttpRequest) -> Member:
    return cast("Member", request.user)


@requires(queries.KIT)
def kit(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_task_for(_member(request), pk)
    if gate := actions.open_kit(publication=publication, by=_member(request)):
        messages.error(request, f"{gate.message}{gate.advice}")
        return redirect(publication)
    return render(request, "publishing/kit.html", kit_context(publication, None))


def kit_context(publication: Publication, form: ProofForm | None) -> dict[str, object]:
    page = queries.kit_page(publication)
    return {
        "publication": publication,
        "page": page,
        "pauses": list(queries.pauses_over(publication)),
        "sub": f"{publication.account.name} · {figures.moment_text(clock.china(publication.due_at))}",
        "form": form or ProofForm(initial={"published_at": clock.now()}),
        "may_prove": publication.state in ("handed", "scheduled"),
        "handoff": publication.account.publish_mode == Mode.HANDOFF,
        "phone_code": queries.code_svg(queries.scan_address(publication)),
        "scan_code": queries.code_svg(page.scan_url) if page.scan_url else "",
        "crumbs": [
            {"label": _("发布"), "href": reverse("publishing:publications")},
            {"label": publication.title, "href": publication.get_absolute_url()},
            {"label": _("发布包")},
        ],
    }


@requires(queries.KIT)
def kit_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """One medium of the kit: `cover`, a picture's number, or `video`."""
    publication = queries.get_task_for(_member(request), pk)
    if name == "video":
        video = queries.kit_video(publication)
        return FileResponse(video.open(), as_attachment=True, filename=video.name, content_type=video.mime)
    file_name, mime, data = queries.kit_picture(publication, name)
    how = "attachment" if "download" in request.GET else "inline"
    headers = SEALED | {"Content-Disposition": f'{how}; filename="{file_name}"'}
    return HttpResponse(data, content_type=mime, headers=headers)


@requires(queries.KIT)
def kit_archive(request: HttpRequest, pk: int) -> HttpResponseBase:
    publication = queries.get_task_for(_member(request), pk)
    headers = {"Content-Disposition": f'attachment; filename="pictures-{publication.pk}.zip"'}
    return StreamingHttpResponse(queries.kit_archive(publication), content_type="application/zip", headers=headers)


@require_POST
@requires(queries.KIT)
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_task_for(_member(request), pk)
    line = request.POST.get("line", "")
    number = int(line) if line.isdecimal() and len(line) < 4 else -1
    actions.tick_kit(publication=publication, line=number, done="done" in request.POST, by=_member(request))
    if not request.headers.get("HX-Request"):
        return redirect("publishing:kit", pk=pk)
    return render(
        request, "publishing/_kit_checklist.html", {"publication": publication, "page": queries.kit_page(publication)}
    )


@require_POST
@requires(queries.KIT)
def handoff(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_task_for(_member(request), pk)
    try:
        gate = actions.prepare_handoff(publication=publication, by=_member(request))
    except PlatformFault as fault:
        messages.error(request, f"{fault.message}{fault.advice}")
        return redirect("publishing:kit", pk=pk)
    if gate:
        messages.error(request, f"{gate.message}{gate.advice}")
        return redirect(publication)
    return redirect(reverse("publishing:kit", args=[pk]) + "#scan")


@requires(queries.KIT)
def kit_scan(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the code on the screen opens on a phone; who scans it signs in like everywhere."""
    return kit(request, queries.scanned(token))


@public("the platform's app on a phone fetches one medium of a task; the signed address is good for an hour")
def kit_media(request: HttpRequest, token: str) -> HttpResponseBase:  # noqa: ARG001
    name, mime, medium = queries.media_of(token)
    if isinstance(medium, Picture):
        return HttpResponse(medium.data, content_type=mime, headers=SEALED)
    return FileResponse(medium.open(), content_type=mime, filename=name)
