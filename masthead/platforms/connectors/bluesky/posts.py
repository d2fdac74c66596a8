"""The record of a post: how it is made, written, read and taken down."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import PlatformFault
from masthead.platforms.connectors.bluesky import errors, keys, renditions, wording
from masthead.platforms.connectors.bluesky.client import BlueskyClient
from masthead.platforms.connectors.bluesky.limits import PICTURES
from masthead.platforms.contract import Found, LookUp, Picture, Post, Progress, ProgressState, Remote, Seen
from masthead.platforms.http import gateway_fault

COLLECTION = "app.bsky.feed.post"
CARD_TITLE, CARD_WORDS = 300, 1000
WEB = "https://bsky.app"
Record = dict[str, Any]


def shown_pictures(post: Post) -> Sequence[Picture]:
    """What is uploaded: a card has one small picture, a short post its own."""
    if wording.has_card(post):
        thumb = post.cover or (post.pictures[0] if post.pictures else None)
        return [thumb] if thumb else []
    return list(post.pictures)[: PICTURES.most]


def keep_picture(client: BlueskyClient, picture: Picture) -> Remote:
    """Upload one, in the platform's size."""
    made = renditions.fit(picture)
    return {"blob": client.upload(made.data, made.mime), "width": made.width, "height": made.height}


def prepare(client: BlueskyClient, post: Post) -> Remote:
    """Whose, under which key, and since when: fixed before anything is written, so that writing twice gives one and the same record."""
    moment = clock.now().isoformat(timespec="milliseconds")
    return {"did": client.did(), "rkey": keys.key_of(post.marker or post.title + post.text), "created_at": moment}


def record_of(post: Post, remote: Remote, languages: Sequence[str]) -> Record:
    """The post as the lexicon has it."""
    card = wording.has_card(post)
    text = wording.words_of(post, link_in_text=not card)
    record: Record = {
        "$type": COLLECTION, "text": text, "langs": list(languages),
        "createdAt": remote.get("created_at") or clock.now().isoformat(timespec="milliseconds"),
    }  # fmt: skip
    if facets := wording.facets_of(text):
        record["facets"] = facets
    embed = _card(post, remote) if card else _images(post, remote)
    return record | ({"embed": embed} if embed else {})


def _card(post: Post, remote: Remote) -> Record:
    external: Record = {
        "uri": wording.link_of(post), "title": post.title[:CARD_TITLE], "description": post.digest[:CARD_WORDS],
    }  # fmt: skip
    for picture in shown_pictures(post):
        external["thumb"] = _kept(remote, picture)["blob"]
    return {"$type": "app.bsky.embed.external", "external": external}


def _images(post: Post, remote: Remote) -> Record | None:
    images = []
    for picture in shown_pictures(post):
        kept = _kept(remote, picture)
        ratio = {"width": kept["width"], "height": kept["height"]}
        images.append({"image": kept["blob"], "alt": picture.alt, "aspectRatio": ratio})
    return {"$type": "app.bsky.embed.images", "images": images} if images else None


def _kept(remote: Remote, picture: Picture) -> Mapping[str, Any]:
    kept = (remote.get("blobs") or {}).get(picture.sha256)
    if not kept:
        raise errors.fault_of("BlobNotFound", "not uploaded", 400, {}, repeatable=True)
    return kept  # type: ignore[no-any-return]


def publish(client: BlueskyClient, post: Post, remote: Remote, languages: Sequence[str]) -> Remote:
    where = remote if remote.get("rkey") else remote | prepare(client, post)
    body = {
        "repo": where["did"], "collection": COLLECTION, "rkey": where["rkey"], "record": record_of(post, where, languages),
    }  # fmt: skip
    answer = client.post("com.atproto.repo.putRecord", body, repeatable=False)
    if not answer.get("uri") or not answer.get("cid"):
        raise gateway_fault(200, repeatable=False)
    return facts_of(client, str(answer["uri"]), str(answer["cid"]))


def facts_of(client: BlueskyClient, uri: str, cid: str) -> Remote:
    repo, _collection, rkey = keys.parts_of(uri)
    return {"uri": uri, "cid": cid, "did": repo, "rkey": rkey, "url": address_of(client, repo, rkey)}


def address_of(client: BlueskyClient, did: str, rkey: str) -> str:
    """Where readers open it: by the account's unchanging name, since handles change."""
    web = client.channel.options.get("web_url", "").rstrip("/") or WEB
    return f"{web}/profile/{did}/post/{rkey}"


def read(client: BlueskyClient, did: str, rkey: str) -> Record | None:
    """The record, None when the server says that there is none."""
    try:
        answer = client.get("com.atproto.repo.getRecord", signed=False, repo=did, collection=COLLECTION, rkey=rkey)
    except PlatformFault as fault:
        if errors.is_no_record(fault):
            return None
        raise
    if not answer.get("uri"):
        raise gateway_fault(200, repeatable=True)
    return answer


def look_up(client: BlueskyClient, post: Post, remote: Remote) -> LookUp:
    """Our key is made of the version: another post with the same words has another one."""
    where = remote if remote.get("rkey") else remote | prepare(client, post)
    found = read(client, str(where["did"]), str(where["rkey"]))
    if found is None:
        return LookUp(Found.NO, note=_("平台上没有这个版本的帖文。"))
    return LookUp(Found.YES, facts_of(client, found["uri"], str(found.get("cid", ""))), _("平台上已有这个版本的帖文。"))


def progress_of(client: BlueskyClient, remote: Remote) -> Progress:
    if not remote.get("uri"):
        return Progress(ProgressState.PENDING)
    did, _collection, rkey = keys.parts_of(str(remote["uri"]))
    found = read(client, did, rkey)
    if found is None:
        return Progress(ProgressState.GONE, reason=_("帖文已不在平台上。"))
    return Progress(ProgressState.PUBLISHED, {"cid": str(found.get("cid", ""))}, address_of(client, did, rkey))


def seen(client: BlueskyClient, remote: Remote) -> Seen:
    """Where it stands, with its words; a post has no title."""
    if not remote.get("uri"):
        return Seen(Progress(ProgressState.PENDING))
    did, _collection, rkey = keys.parts_of(str(remote["uri"]))
    found = read(client, did, rkey)
    if found is None:
        return Seen(Progress(ProgressState.GONE, reason=_("帖文已不在平台上。")))
    value = found.get("value")
    told = str(value.get("text", "")) if isinstance(value, Mapping) else ""
    return Seen(Progress(ProgressState.PUBLISHED, {}, address_of(client, did, rkey)), text=told)


def delete(client: BlueskyClient, remote: Remote) -> None:
    if not remote.get("uri"):
        return
    did, collection, rkey = keys.parts_of(str(remote["uri"]))
    try:
        client.post("com.atproto.repo.deleteRecord", {"repo": did, "collection": collection, "rkey": rkey})
    except PlatformFault as fault:
        if not errors.is_no_record(fault):
            raise
