"""Has this person just shown the second factor in this session?"""

import time

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest


def recently_shown(request: HttpRequest) -> bool:
    """Within the time after which allauth asks anew."""
    since = time.time() - float(settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    records = get_authentication_records(request)
    return any(record.get("method") == "mfa" and float(record.get("at", 0)) >= since for record in records)
