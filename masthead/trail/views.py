"""The event list and the proof of one event, for those who may read the whole trail."""

import io
import json
import zipfile
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.trail import check_proof, queries
from masthead.trail.forms import EventFilter
from masthead.trail.queries import EventProof


@requires("trail.event.read")
def event_list(request: HttpRequest) -> HttpResponse:
    """Events, newest first, by person, clause, object and outcome."""
    form = EventFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.find_events(**wanted)
    page = page_of(found, order=["-pk"], cursor=request.GET.get("cursor", ""), size=50)
    seal = queries.newest_seal()
    template = "trail/event_list.html#rows" if getattr(request, "htmx", False) else "trail/event_list.html"
    return render(request, template, {"form": form, "page": page, "seal": seal, "filtered": any(wanted.values())})


@requires("trail.event.read")
def proof(_request: HttpRequest, pk: int) -> HttpResponse:
    """A zip with the proof of one event, the program that checks it, and a word on how."""
    found = queries.proof_of(queries.get_event(pk))
    response = HttpResponse(_packed(found), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="trail-proof-{pk}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


def _packed(proof: EventProof) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("proof.json", json.dumps(proof.document, ensure_ascii=False, indent=1))
        archive.writestr("check_proof.py", Path(check_proof.__file__).read_text(encoding="utf-8"))
        archive.writestr(
            _("说明.txt"),
            _(
                "在任何装有 Python 3 的电脑上运行：\n\n    python3 check_proof.py proof.json 公布的链头\n\n"
                "程序只用标准库，不联网。它重算这条留痕的摘要、它在封存批次里的位置，以及之后的每一个链头。\n"
                "链头与公司公布的一致，即证明这条留痕在公布之前已经存在，且一字未改。\n"
            ),
        )
    return out.getvalue()
