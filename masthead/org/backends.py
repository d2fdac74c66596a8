"""Django asks here whether a member holds a capability."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from masthead.org import queries
from masthead.org.models import Member


class CapabilityBackend(BaseBackend):
    """Authorisation only; passwords are checked by allauth's backend."""

    knows_capabilities = True  # allauth's backend asks for Django's permission tables, which we do not have

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:  # noqa: ARG002  Django's signature
        return isinstance(user_obj, Member) and queries.may(user_obj, perm)

    def get_user(self, user_id: int) -> Member | None:
        return Member.objects.filter(pk=user_id, is_active=True).first()
