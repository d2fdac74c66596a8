"""Who calls: the authorisation of a person, its token, and the hourly quotas."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sandbox.clock import beijing
from sandbox.consent import take_code
from sandbox.desk import Refused, count_up, fields_of
from sandbox.gateway import Call
from sandbox.settings import AppIn
from sandbox.store import Json
from sandbox.things import Thing, Things

NAME = "weibo"
LIFE_DAYS = 30
HOURLY = 150  # calls of a user through an app [unsure]
HOURLY_POSTS = 30  # [unsure]


def things_of(call: Call) -> Things:
    return Things(call.world.store, NAME)


def uid_of(app: AppIn) -> str:
    """The user who owns the account: told in the options, or made of the app's name."""
    made = int(hashlib.sha256(app.appid.encode()).hexdigest()[:7], 16)
    return app.options.get("uid") or str(1_700_000_000 + made)


def token_of(call: Call) -> str:
    """From the header `Authorization: OAuth2 …`, else from query or form."""
    header = call.headers.get("authorization", "")
    return (
        header.removeprefix("OAuth2 ").strip()
        if header.startswith("OAuth2 ")
        else fields_of(call).get("access_token", "")
    )


def check_token(call: Call) -> Thing:
    """21332 never ours, 21319 revoked, 21327 expired."""
    call.token_ok = False
    token = token_of(call)
    if not token:
        raise Refused(10006, "source paramter(appkey) is missing", 400)
    kept = things_of(call).get("token", token)
    if kept is None or call.app is None:
        raise Refused(21332, "invalid_access_token", 403)
    if kept.body["revoked"]:
        raise Refused(21319, "revoked by the user", 403)
    if kept.body["expires"] <= call.now:
        raise Refused(21327, "expired_token", 403)
    call.token_ok = True
    return kept


def check_quota(call: Call, app: AppIn, *, post: bool) -> None:
    """Quotas begin anew with the clock's hour."""
    hour = beijing(call.now).strftime("%Y%m%d%H")
    if count_up(things_of(call), f"{app.appid}/{hour}", at=call.now) > int(app.options.get("hourly", HOURLY)):
        raise Refused(10023, "User requests out of rate limit!", 403)
    if post and count_up(things_of(call), f"{app.appid}/{hour}/post", at=call.now) > int(
        app.options.get("hourly_posts", HOURLY_POSTS)
    ):
        raise Refused(10024, "User requests for statuses out of rate limit!", 403)


def access_token(call: Call) -> Json:
    """The code for a token. There is no refresh token in the flow of web servers."""
    given = fields_of(call)
    app = call.world.app(given.get("client_id", ""))
    if app is None or app.platform != NAME or app.secret != given.get("client_secret"):
        raise Refused(21324, "invalid_client", 400)
    if given.get("grant_type") != "authorization_code":
        raise Refused(21328, "unsupported_grant_type", 400)
    kept = take_code(call.world, NAME, app.appid, given.get("code", ""))
    if kept is None:
        raise Refused(21325, "invalid authorization code", 400)
    if kept["back"] != given.get("redirect_uri"):
        raise Refused(21322, "redirect_uri_mismatch", 400)
    seconds = int(timedelta(days=int(app.options.get("life_days", LIFE_DAYS))).total_seconds())
    token = "2.00" + secrets.token_urlsafe(24)
    body = {"expires": call.now + seconds, "created": call.now, "revoked": False}
    things_of(call).put("token", token, body, appid=app.appid, at=call.now)
    return {
        "access_token": token,
        "remind_in": str(seconds),
        "expires_in": seconds,
        "uid": uid_of(app),
        "isRealName": "true",
    }


def get_token_info(call: Call) -> Json:
    kept = check_token(call)
    assert call.app is not None
    left = int(kept.body["expires"] - call.now)
    return {
        "uid": int(uid_of(call.app)),
        "appkey": kept.appid,
        "scope": "all",
        "create_at": int(kept.body["created"]),
        "expire_in": left,
    }


def revokeoauth2(call: Call) -> Json:
    kept = check_token(call)
    things_of(call).put("token", kept.key, {**kept.body, "revoked": True}, appid=kept.appid)
    return {"result": "true"}
