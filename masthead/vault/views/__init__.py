"""Pages of `vault`, by noun."""

from django.http import HttpRequest

from masthead.org.models import Member


def member_of(request: HttpRequest) -> Member:
    """The signed-in member."""
    assert isinstance(request.user, Member)
    return request.user
