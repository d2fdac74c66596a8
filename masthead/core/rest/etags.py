"""ETag and If-Match: nobody overwrites what they have not read."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from masthead.core.errors import DomainError


class MatchMissing(DomainError):
    """The call must say which version it starts from (428)."""

    status = 428
    default_code = "if_match_missing"


class MatchFailed(DomainError):
    """The version that the call starts from is no longer the current one (412)."""

    status = 412
    default_code = "if_match_failed"


def tag(*parts: object) -> str:
    """A strong ETag."""
    return '"' + "-".join(str(part) for part in parts) + '"'


def expect(request: HttpRequest, current: str) -> None:
    """Raises MatchMissing without If-Match, MatchFailed when it names another version."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise MatchMissing(
            _("修改内容时要带上读取时得到的 ETag。"), advice=_("请先读取，再把 ETag 放进请求头 If-Match。")
        )
    if current not in [part.strip() for part in given.split(",")]:
        raise MatchFailed(_("内容在您读取之后有了新版本，没有保存。"), advice=_("请重新读取，合并后再提交。"))
