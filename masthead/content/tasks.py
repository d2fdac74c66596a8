"""What the clock and the actions of this room ask of the workers."""

from masthead.content import actions, queries
from masthead.content.models import RenditionKind
from masthead.core.jobs import task

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
