"""A forged address does not matter, and every answer carries the policies."""

import pytest
from django.http import HttpResponse

from masthead.config.headers import ClientAddressMiddleware

SPOKEN = "198.51.100.9"


def address_seen(rf, settings, *, proxies, forwarded):
    settings.TRUSTED_PROXY_COUNT = proxies
    request = rf.get("/", headers={"X-Forwarded-For": forwarded} if forwarded else {}, REMOTE_ADDR="10.0.0.1")
    ClientAddressMiddleware(lambda request: HttpResponse())(request)
    return request.META["REMOTE_ADDR"]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "1.1.1.1", "10.0.0.1"),
        (1, f"1.1.1.1, {SPOKEN}", SPOKEN),
        (1, SPOKEN, SPOKEN),
        (2, f"1.1.1.1, {SPOKEN}, 10.9.9.9", SPOKEN),
        (2, SPOKEN, "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(rf, settings, proxies, forwarded, seen):
    assert address_seen(rf, settings, proxies=proxies, forwarded=forwarded) == seen


@pytest.mark.django_db
def test_every_answer_carries_the_policies(client):
    response = client.get("/nowhere/", headers={"Accept-Language": "zh-hans"})

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert response.headers["Referrer-Policy"] == "same-origin"
