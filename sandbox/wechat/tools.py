"""Reachability and quota tools."""

from __future__ import annotations

from sandbox.clock import day_of
from sandbox.gateway import Call
from sandbox.store import Json
from sandbox.wechat.errors import OK, Refused
from sandbox.wechat.registry import ENDPOINTS, Endpoint, endpoint
from sandbox.world import World

IP_LIST = ["101.226.62.77", "101.226.62.78", "101.226.62.79", "140.207.54.73", "183.3.234.152"]


def daily_limit(world: World, appid: str, chosen: Endpoint) -> int:
    """The account's own limit, else the usual one."""
    row = world.store.row("SELECT daily_limit FROM quota_limits WHERE appid = ? AND endpoint = ?", appid, chosen.path)
    return int(row["daily_limit"]) if row else chosen.daily_limit


def used_today(world: World, appid: str, path: str, now: float) -> int:
    return world.store.number(
        "SELECT used FROM quota_used WHERE appid = ? AND endpoint = ? AND day = ?",
        appid,
        path,
        day_of(now).isoformat(),
    )


@endpoint("/cgi-bin/get_api_domain_ip", methods=("GET",))
def get_api_domain_ip(_call: Call) -> Json:
    return {"ip_list": IP_LIST}


@endpoint("/cgi-bin/getcallbackip", methods=("GET",))
def get_callback_ip(_call: Call) -> Json:
    return {"ip_list": IP_LIST}


@endpoint("/cgi-bin/openapi/quota/get")
def get_quota(call: Call) -> Json:
    path = str(call.body.get("cgi_path", ""))
    chosen = ENDPOINTS.get(path)
    if chosen is None or not chosen.daily_limit:
        raise Refused(40035)
    limit, used = daily_limit(call.world, call.appid, chosen), used_today(call.world, call.appid, path, call.now)
    return {**OK, "quota": {"daily_limit": limit, "used": used, "remain": max(0, limit - used)}}


@endpoint("/cgi-bin/clear_quota")
def clear_quota(call: Call) -> Json:
    """Zero the counters of today; ten times in a month, then 48006."""
    if call.body.get("appid") != call.appid:
        raise Refused(40013)
    month = day_of(call.now).isoformat()[:7]
    times = call.world.store.number(
        "SELECT used FROM quota_used WHERE appid = ? AND endpoint = 'clear_quota' AND day = ?", call.appid, month
    )
    if times >= 10:
        raise Refused(48006)
    call.world.store.run("DELETE FROM quota_used WHERE appid = ? AND day != ?", call.appid, month)
    call.world.store.run(
        "INSERT OR REPLACE INTO quota_used (appid, endpoint, day, used) VALUES (?, 'clear_quota', ?, ?)",
        call.appid, month, times + 1,
    )  # fmt: skip
    return dict(OK)
