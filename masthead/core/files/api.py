"""Private downloads for machines; who may see the thing may have its file."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from masthead.core.files import views
from masthead.core.permissions import for_every_member
from masthead.core.rest import Doors, Key

doors = Doors("files", _("文件"))


@doors.get("/files/{pk}", _("下载文件"), None)
@for_every_member
def download(request: HttpRequest, pk: Key) -> Any:
    """Same rule, same headers as the page's download."""
    return views.download(request, pk)
