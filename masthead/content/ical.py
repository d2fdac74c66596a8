"""Days and moments as iCalendar (RFC 5545): what other calendar programmes read. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Calendar, Event
from icalendar.prop import vDuration

from masthead.core import clock

PRODUCT = "-//Masthead//Calendar//ZH"
REFRESH = dt.timedelta(hours=1)


@dataclass(frozen=True)
class CalendarItem:
    """One entry. `start` is a day (all-day) or a moment; `uid` never changes for the same thing."""

    uid: str
    title: str
    start: dt.date | dt.datetime
    text: str = ""
    url: str = ""
    minutes: int = 30
    category: str = ""


def calendar_bytes(name: str, items: Iterable[CalendarItem], *, stamp: dt.datetime | None = None) -> bytes:
    """A calendar with the items; texts are escaped by the library, so that a title cannot forge lines."""
    book = Calendar()
    book.add("prodid", PRODUCT)
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", name)
    book.add("x-wr-timezone", "Asia/Shanghai")
    book.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    moment = stamp or clock.now()
    for item in items:
        book.add_component(_event(item, moment))
    return bytes(book.to_ical())


def _event(item: CalendarItem, moment: dt.datetime) -> Event:
    event = Event()
    event.add("uid", item.uid)
    event.add("dtstamp", moment)
    event.add("summary", _one_line(item.title))
    if isinstance(item.start, dt.datetime):
        start = item.start.astimezone(dt.UTC)
        event.add("dtstart", start)
        event.add("dtend", start + dt.timedelta(minutes=item.minutes))
    else:
        event.add("dtstart", item.start)
        event.add("dtend", item.start + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    if item.text:
        event.add("description", item.text)
    if item.url:
        event.add("url", item.url)
    if item.category:
        event.add("categories", [item.category])
    return event


def _one_line(text: str) -> str:
    return " ".join(text.split())
