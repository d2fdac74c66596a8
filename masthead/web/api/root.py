"""All doors of the house under one API, and the addresses with the gate in front of each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.errors import ValidationError as Invalid
from ninja.operation import Operation
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer

from masthead.accounts import api as accounts_api
from masthead.approvals import api as approvals_api
from masthead.approvals.registry import SUBJECTS
from masthead.content import api as content_api
from masthead.core.errors import DomainError
from masthead.core.files import api as files_api
from masthead.core.rest import Doors
from masthead.core.rest.problems import problem, problem_of
from masthead.core.rest.reading import CarefulParser
from masthead.core.rest.scopes import offer
from masthead.notify import api as notify_api
from masthead.org import api as org_api
from masthead.publishing import api as publishing_api
from masthead.publishing.queries import SENSITIVE
from masthead.rulebook import api as rulebook_api
from masthead.trail import api as trail_api
from masthead.web.api.gate import FORM, JSON, Asks, gate
from masthead.web.api.words import faults_of

ROOMS: tuple[Doors, ...] = (
    org_api.doors, *content_api.ROOMS, approvals_api.doors, publishing_api.doors, accounts_api.doors,
    rulebook_api.doors, trail_api.doors, files_api.doors, *notify_api.ROOMS,
)  # fmt: skip


class ReadableJson(JSONRenderer):
    """Chinese stays Chinese."""

    json_dumps_params = {"ensure_ascii": False}


class KeyBearer(HttpBearer):
    """For the description only: the gate has found the key before a door is asked."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:  # noqa: ARG002  ninja's signature
        return request.user.is_authenticated and request.user


api = NinjaAPI(
    title="Masthead", version="1", docs_url=None, openapi_url=None, auth=KeyBearer(), parser=CarefulParser(),
    urls_namespace="api", renderer=ReadableJson(),
)  # fmt: skip
for room in ROOMS:
    api.add_router("", room.router)


@api.exception_handler(DomainError)
def refused(_request: HttpRequest, error: DomainError) -> HttpResponse:
    """What the house refuses."""
    return problem_of(error)


@api.exception_handler(Invalid)
def invalid(_request: HttpRequest, error: Invalid) -> HttpResponse:
    """What does not have the shape that the door asks for."""
    return problem(422, _("请求内容不符合接口的格式。"), code="invalid", fields=faults_of(error.errors))


@api.exception_handler(HttpError)
def unread(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """What ninja itself could not read."""
    return problem(error.status_code, _("请求无法读取。"), code="unreadable")


@dataclass(frozen=True)
class Door:
    """One operation, as the role matrix and the reference page see it."""

    name: str
    method: str
    path: str
    function: Callable[..., Any]
    takes: str
    query: frozenset[str]


def _query(operation: Operation) -> frozenset[str]:
    """Names that may stand in the query."""
    asked = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    return frozenset(name for model in asked for name in model.__ninja_flatten_map__)


def _takes(operation: Operation) -> str:
    sources = {model.__ninja_param_source__ for model in operation.models}
    return FORM if sources & {"file", "form"} else JSON if "body" in sources else ""


def every_door() -> Iterator[Door]:
    """All operations."""
    for room in ROOMS:
        for where, view in room.router.path_operations.items():
            for op in view.operations:
                yield Door(op.operation_id or "", op.methods[0], where, op.view_func, _takes(op), _query(op))


def _asked() -> frozenset[str]:
    """Capabilities worth giving to a key: those that some door asks for, or that an approval asks of its decider."""
    asked = {door.function.masthead_access.name for door in every_door()}  # type: ignore[attr-defined]
    return frozenset(
        (asked | {s.capability for s in SUBJECTS.values()} | {"approvals.case.read_all", SENSITIVE}) - {""}
    )


def gated_urls() -> list[URLPattern]:
    """One address a path, whatever methods it has."""
    offer(_asked())
    found = {str(p.pattern): p.callback for p in api.urls[0] if isinstance(p, URLPattern) and p.name != "api-root"}
    patterns = []
    for where in dict.fromkeys(door.path for door in every_door()):
        here = [door for door in every_door() if door.path == where]
        route = where.lstrip("/").replace("{", "<").replace("}", ">")
        view = gate(found[route], asks={door.method: Asks(door.takes, door.query) for door in here})
        view.masthead_doors = here  # type: ignore[attr-defined]
        patterns.append(path(route, view, name=here[0].name))
    return patterns
