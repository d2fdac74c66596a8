"""Has this person just shown the second factor in this session?"""

import time

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from masthead.org.models import Member


def recently_shown(request: HttpRequest) -> bool:
    """Within the time after which allauth asks anew."""
    since = time.time() - float(settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    if not isinstance(request.user, Member):
        return False
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" and float(record.get("at", 0)) >= since for record in records)
