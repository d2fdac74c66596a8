"""Figures over the API: days end at yesterday of the sandbox clock, and yesterday is complete at 08:00 Beijing."""

from __future__ import annotations

from datetime import date, timedelta

from sandbox.clock import beijing, day_of
from sandbox.gateway import Call
from sandbox.store import Json, Row
from sandbox.wechat import figures
from sandbox.wechat.errors import Refused
from sandbox.wechat.publish import article_url
from sandbox.wechat.registry import endpoint

COMPLETE_AT_HOUR = 8
WINDOW_DAYS = 30
FIRST_DAY = date(2014, 12, 1)


def is_delayed(call: Call) -> bool:
    """Whether yesterday is not told yet."""
    wish = call.world.settings.is_delay
    return beijing(call.now).hour < COMPLETE_AT_HOUR if wish == "auto" else wish == "always"


def span(call: Call, max_days: int) -> list[date]:
    """The asked days, checked: 61500 for the format, 61501 for the range; undelivered days are left out."""
    try:
        begin, end = (date.fromisoformat(str(call.body.get(name, ""))) for name in ("begin_date", "end_date"))
    except ValueError:
        raise Refused(61500) from None
    yesterday = day_of(call.now) - timedelta(days=1)
    if not FIRST_DAY <= begin <= end <= yesterday or (end - begin).days >= max_days:
        raise Refused(61501)
    days = [begin + timedelta(days=n) for n in range((end - begin).days + 1)]
    return [day for day in days if not (day == yesterday and is_delayed(call))]


def curve_of(call: Call, row: Row) -> figures.Curve:
    followers = call.app.followers if call.app else 0
    seed = call.world.settings.seed
    return figures.curve(seed, figure_key(row), published_at=row["published_at"], followers=followers, idx=row["idx"])


def figure_key(row: Row) -> str:
    """Figures hang on title and message number, not on the random key: a repeated run gives the same numbers."""
    return f"{row['appid']}/{row['msg_data_id']}_{row['idx']}/{row['title']}"


def msgid(row: Row) -> str:
    return f"{row['msg_data_id']}_{row['idx']}"


def published_by(call: Call, last: date) -> list[Row]:
    return call.world.store.rows(
        "SELECT * FROM articles WHERE appid = ? AND published_on <= ? ORDER BY published_at, idx",
        call.appid, last.isoformat(),
    )  # fmt: skip


@endpoint("/datacube/getarticleread", publish_right=True, daily_limit=1000)
def get_article_read(call: Call) -> Json:
    listed = []
    for day in span(call, 1):
        for row in published_by(call, day):
            curve = curve_of(call, row)
            reads = figures.on_day(curve, day)["read_user"]
            if reads:
                detail = {"read_user": reads, "read_user_source": curve.sources(reads)}
                listed.append({"ref_date": day.isoformat(), "msgid": msgid(row), "detail": detail})
    return {"list": listed, "is_delay": is_delayed(call)}


@endpoint("/datacube/getarticleshare", publish_right=True, daily_limit=1000)
def get_article_share(call: Call) -> Json:
    listed = []
    for day in span(call, 1):
        for row in published_by(call, day):
            shares = figures.on_day(curve_of(call, row), day)["share_user"]
            if shares:
                detail = {"share_user": shares}
                listed.append({"ref_date": day.isoformat(), "msgid": msgid(row), "detail": detail})
    return {"list": listed, "is_delay": is_delayed(call)}


@endpoint("/datacube/getbizsummary", publish_right=True, daily_limit=1000)
def get_biz_summary(call: Call) -> Json:
    """The account's day: all articles together."""
    listed = []
    days = span(call, WINDOW_DAYS)
    curves = [(row, curve_of(call, row)) for row in published_by(call, days[-1])] if days else []
    for day in days:
        totals, scenes = dict.fromkeys(figures.COUNTS, 0), dict.fromkeys(("全部", *figures.SCENES), 0)
        for row, curve in curves:
            if row["published_on"] > day.isoformat():
                continue
            added = figures.on_day(curve, day)
            totals = {name: totals[name] + added[name] for name in figures.COUNTS}
            for part in curve.sources(added["read_user"]):
                scenes[str(part["scene_desc"])] += int(str(part["user_count"]))
        sources = [{"user_count": n, "scene_desc": scene} for scene, n in scenes.items()]
        listed.append({"ref_date": day.isoformat(), "detail": {**totals, "read_user_source": sources}})
    return {"list": listed, "is_delay": is_delayed(call)}


@endpoint("/datacube/getarticletotaldetail", publish_right=True, daily_limit=1000)
def get_article_total_detail(call: Call) -> Json:
    """Per article published on the asked day: running totals for each day since, at most thirty."""
    listed = []
    yesterday = day_of(call.now) - timedelta(days=1)
    last = yesterday - timedelta(days=1) if is_delayed(call) else yesterday
    for day in span(call, 1):
        rows = call.world.store.rows(
            "SELECT * FROM articles WHERE appid = ? AND published_on = ? ORDER BY published_at, idx",
            call.appid, day.isoformat(),
        )  # fmt: skip
        days = [day + timedelta(days=n) for n in range(min(WINDOW_DAYS, (last - day).days + 1))]
        listed += [_total_detail(call, row, days) for row in rows]
    return {"list": listed, "is_delay": is_delayed(call)}


def _total_detail(call: Call, row: Row, days: list[date]) -> Json:
    curve, seed = curve_of(call, row), call.world.settings.seed
    details = []
    for day in days:
        totals = figures.until(curve, day)
        details.append({
            "stat_date": day.isoformat(), **totals, "read_user_source": curve.sources(totals["read_user"]),
            "praise_money": 0, "read_delivery_rate": 0.0, "read_finish_rate": curve.finish_rate,
            "read_avg_activetime": curve.minutes, "read_jump_position": figures.jumps(seed, figure_key(row)),
        })  # fmt: skip
    return {
        "ref_date": row["published_on"], "msgid": msgid(row), "publish_type": 1, "title": row["title"],
        "content_url": article_url(call.base_url, row["key"]), "detail_list": details,
    }  # fmt: skip


@endpoint("/datacube/getusersummary", publish_right=True, daily_limit=1000)
def get_user_summary(call: Call) -> Json:
    followers, seed = (call.app.followers if call.app else 0), call.world.settings.seed
    return {
        "list": [
            {"ref_date": day.isoformat(), "user_source": source, "new_user": new, "cancel_user": gone}
            for day in span(call, 7)
            for source, new, gone in figures.followers_moved(seed, call.appid, followers, day)
        ]
    }


@endpoint("/datacube/getusercumulate", publish_right=True, daily_limit=1000)
def get_user_cumulate(call: Call) -> Json:
    days = span(call, 7)
    return {
        "list": [
            {"ref_date": day.isoformat(), "user_source": 0, "cumulate_user": followers_on(call, day)} for day in days
        ]
    }


def followers_on(call: Call, day: date) -> int:
    """The account's followers: as declared on the day it was created here, then moved day by day."""
    if call.app is None:
        return 0
    created = call.world.store.row("SELECT created_at FROM apps WHERE appid = ?", call.appid)
    anchor = day_of(created["created_at"]) if created else day
    first, last, sign = (anchor, day, 1) if day >= anchor else (day, anchor, -1)
    moved = 0
    for n in range((last - first).days):
        rows = figures.followers_moved(
            call.world.settings.seed, call.appid, call.app.followers, first + timedelta(days=n + 1)
        )
        moved += sum(new - gone for _, new, gone in rows)
    return max(0, call.app.followers + sign * moved)
