"""Private downloads. Never inline for anything but pictures, always with the sniffed type."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from masthead.core.files import queries
from masthead.core.permissions import for_every_member

WHOLE = 32 * 1024 * 1024  # longer files go out piece by piece


@for_every_member
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    stored = queries.get_file_for(request.user, pk)
    response: HttpResponse | StreamingHttpResponse
    if stored.size_bytes > WHOLE:
        response = StreamingHttpResponse(queries.read_pieces(stored), content_type=stored.mime)
        response["Content-Length"] = str(stored.size_bytes)
    else:
        response = HttpResponse(queries.read_bytes(stored), content_type=stored.mime)
    shown = "inline" if stored.mime.startswith("image/") else "attachment"
    response["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(stored.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response
