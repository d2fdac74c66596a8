"""Private downloads. Never inline for anything but pictures, always with the sniffed type."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from masthead.core.files import queries
from masthead.core.permissions import for_every_member


@for_every_member
def download(request: HttpRequest, pk: int) -> HttpResponse:
    stored = queries.get_file_for(request.user, pk)
    response = HttpResponse(queries.read_bytes(stored), content_type=stored.mime)
    shown = "inline" if stored.mime.startswith("image/") else "attachment"
    response["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(stored.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response
