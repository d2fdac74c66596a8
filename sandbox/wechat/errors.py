"""Error codes with the wording of the platform, and its envelope."""

from __future__ import annotations

import secrets

from sandbox.store import Json

MESSAGES = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40004: "invalid media type",
    40005: "invalid file type",
    40006: "invalid media size",
    40007: "invalid media_id",
    40009: "invalid image size",
    40013: "invalid appid",
    40014: "invalid access_token",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40035: "invalid parameter",
    40066: "invalid url",
    40097: "invalid args",
    40113: "unsupported file type",
    40114: "invalid index value",
    40125: "invalid appsecret",
    40137: "invalid image format",
    40164: "invalid ip, not in whitelist",
    40243: "AppSecret frozen",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41005: "media data missing",
    42001: "access_token expired",
    43001: "require GET method",
    43002: "require POST method",
    44002: "empty post data",
    44003: "empty news data",
    44004: "empty content",
    45001: "media size out of limit",
    45002: "content size out of limit",
    45003: "title size out of limit",
    45004: "description size out of limit",
    45005: "url size out of limit",
    45008: "article size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    40003: "invalid openid",
    40059: "invalid msg id",
    40152: "invalid group id",
    45015: "response out of time limit or subscription is canceled",
    45028: "has no masssend quota",
    45047: "out of response count limit",
    45065: "clientmsgid exist",
    45067: "clientmsgid length exceed limit",
    88001: "msg_data is not exists",
    88008: "comment is not exists",
    88009: "reply is already exists",
    88010: "count range error",
    45110: "author size out of limit",
    45166: "invalid content",
    47001: "data format error",
    48001: "api unauthorized",
    48004: "api forbidden for irregularities",
    48006: "forbid to clear quota because of reaching the limit",
    50002: "user limited",
    53500: "publish ability is banned",
    53501: "publish too frequent",
    53502: "invalid publish_id",
    53503: "draft does not pass the publish check",
    53504: "draft should be published on the mp platform",
    53505: "draft should be saved manually on the mp platform before publishing",
    53600: "invalid article_id",
    61500: "date format error",
    61501: "date range error",
    87014: "risky content",
}


class Refused(Exception):
    """The platform says no."""

    def __init__(self, errcode: int, detail: str = "") -> None:
        super().__init__(errcode)
        self.errcode = errcode
        self.errmsg = detail or MESSAGES.get(errcode, "unknown error")


def envelope(errcode: int, errmsg: str = "") -> Json:
    """`{"errcode", "errmsg": "... rid: x-x-x"}`; HTTP stays 200."""
    rid = "-".join(secrets.token_hex(4) for _ in range(3))
    return {"errcode": errcode, "errmsg": f"{errmsg or MESSAGES.get(errcode, 'unknown error')} rid: {rid}"}


OK: Json = {"errcode": 0, "errmsg": "ok"}
