"""Looking ahead: every article is looked over before its time; once the platform refuses our address, and 何静怡 mends it in time."""

import datetime as dt

from masthead.core import clock, jobs
from masthead.web.demo.script import Deed
from masthead.web.demo.story import Story
from masthead.web.demo.timeline import AIRINGS

IN_TIME = "farmer"
STEPS = (30, 5)


def tell(story: Story) -> None:
    """Put the looks ahead on the script, beside the articles of the timeline."""
    for airing in AIRINGS:
        goes_out = clock.at_china(story.script.today + dt.timedelta(days=airing.day), airing.hour, airing.minute)
        for minutes in STEPS:
            _at(story, goes_out, minutes, lambda: jobs.run_now("publishing.preflight"))
        if airing.key == IN_TIME:
            _at(story, goes_out, 31, story.platform.refuse_next_question)
            _at(story, goes_out, 22, story.test_connection)


def _at(story: Story, goes_out: dt.datetime, minutes: int, deed: Deed) -> None:
    local = clock.china(goes_out - dt.timedelta(minutes=minutes))
    day = (local.date() - story.script.today).days
    story.script.at(day, local.hour, local.minute, deed)
