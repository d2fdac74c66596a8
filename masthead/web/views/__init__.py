"""Pages of the shell, by noun."""

from masthead.web.views.errors import csrf_refused, error_400, error_403, error_404, error_500
from masthead.web.views.gallery import gallery
from masthead.web.views.home import home
from masthead.web.views.house import house
from masthead.web.views.preferences import language, theme

__all__ = [
    "csrf_refused",
    "error_400",
    "error_403",
    "error_404",
    "error_500",
    "gallery",
    "home",
    "house",
    "language",
    "theme",
]
