"""The log of one publication as a file."""

from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse

from masthead.core.permissions import requires
from masthead.org.models import Member
from masthead.publishing import queries


@requires(queries.READ)
def log_csv(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(cast("Member", request.user), pk)
    answer = HttpResponse(queries.log_csv(publication), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="publication-{pk}.csv"'
    return answer


@requires(queries.READ)
def log_json(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(cast("Member", request.user), pk)
    body = {
        "id": pk, "title": publication.title, "account": publication.account.name, "state": publication.state,
        "planned_at": publication.planned_at, "content_hash": publication.content_hash, "log": queries.log_rows(publication),
    }  # fmt: skip
    answer = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="publication-{pk}.json"'
    return answer
