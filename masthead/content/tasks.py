"""What the clock and the queue call: ids in, the action or the helper called."""

import datetime as dt

from masthead.content import actions, collecting, engine, queries
from masthead.content import assistant as helper
from masthead.content.models import RenditionKind
from masthead.core import clock
from masthead.core.errors import DomainError
from masthead.core.jobs import task


@task("content.assistant", soft_time_limit=90)
def assistant(run_id: int) -> None:
    """Ask the writing helper for one waiting run."""
    helper.answer(run_id)


@task("content.assistant_lost")
def assistant_lost() -> None:
    """Runs whose worker was lost end as failed."""
    actions.give_up_runs()


@task("content.mind_review")
def mind_review() -> None:
    """Every minute: what missed its slot is marked; later looks of the fast lane are asked for."""
    engine.mind_review()


@task("content.planning_tick")
def planning_tick() -> None:
    """Call the meetings of series whose day is near; a refusal is on the trail and stops no other series."""
    for series, day in queries.series_due(clock.today()):
        start: dt.datetime = clock.at_china(day, series.begins_at.hour, series.begins_at.minute)
        try:
            actions.call_planning_meeting(
                title=f"{series.name} {day:%m-%d}", unit=series.unit, start_at=start, place=series.place,
                invited=list(series.invited.all()), by=series.organiser, series=series,
            )  # fmt: skip
        except DomainError:
            continue


MOST_A_RUN = 50


@task("content.look_at_upload")
def look_at_upload(upload_id: int) -> None:
    """A large file came in whole: find out what it is."""
    for upload in queries.arrived_upload(upload_id):
        actions.look_at_upload(upload=upload)


@task("content.draw_renditions")
def draw_renditions(version_id: int) -> None:
    """Thumbnail and preview of a version."""
    for version in queries.version_to_draw(version_id):
        actions.draw_rendition(version=version, kind=RenditionKind.THUMB)
        actions.draw_rendition(version=version, kind=RenditionKind.WIDE)


@task("content.mind_library")
def mind_library() -> None:
    """Every ten minutes: uploads that were forgotten, large files and thumbnails whose message was lost."""
    actions.forget_old_uploads()
    for pk in queries.uploads_to_look_at():
        look_at_upload(pk)
    for pk in queries.versions_without_thumb(MOST_A_RUN):
        draw_renditions(pk)


@task("content.remind_of_rights")
def remind_of_rights() -> int:
    """In the morning: rights that end; returns how many were told."""
    return actions.remind_of_rights()


@task("content.read_hot_source")
def read_hot_source(source_pk: int) -> None:
    """At once after a deed: ask this source."""
    collecting.read_one(source_pk)


@task("content.read_hot_sources")
def read_hot_sources() -> None:
    """Every few minutes: ask the sources whose time has come."""
    collecting.read_due()
