"""Films and sounds: what they are, found without trusting them. Local files only, few streams, bounded time, one frame decoded."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import av
from av.error import FFmpegError
from PIL import Image

from masthead.core.files import origin_marks

FILMS = {b"ftyp": "mov,mp4,m4a,3gp,3g2,mj2", b"\x1aE\xdf\xa3": "matroska,webm"}
MOST_STREAMS, SECONDS, MOST_FRAMES, MOST_PIXELS = 8, 10, 240, 40_000_000
BROKEN = (FFmpegError, ValueError, EOFError, OSError, IndexError, OverflowError, ArithmeticError)


class Unreadable(Exception):
    """It is no film or sound that can be played."""


@contextmanager
def opened(path: Path, kind: str) -> Iterator[Any]:
    """The container. `kind` names the demuxer, so that nothing is guessed; playlists and addresses are never opened."""
    options = {"protocol_whitelist": "file", "enable_drefs": "0", "use_absolute_path": "0"}
    try:
        with av.open(
            str(path),
            format=kind.split(",", maxsplit=1)[0],
            options=options,
            container_options={},
            timeout=(5.0, 5.0),
            metadata_errors="replace",
        ) as container:
            if len(container.streams) > MOST_STREAMS:
                raise Unreadable
            yield container
    except BROKEN as fault:
        raise Unreadable from fault


def facts_of(path: Path, kind: str) -> dict[str, Any]:
    """Container, length, size upright, codec, frames a second, sound; and the AI mark of its metadata. Raises Unreadable."""
    with opened(path, kind) as container:
        picture = next(iter(container.streams.video), None)
        sound = next(iter(container.streams.audio), None)
        length = container.duration or max(
            (int(s.duration * s.time_base * 1_000_000) for s in container.streams if s.duration), default=0
        )
        if length <= 0 or (picture is None and sound is None):
            raise Unreadable
        facts: dict[str, Any] = {
            "bytes": path.stat().st_size, "duration_ms": length // 1000, "bit_rate": int(container.bit_rate or 0),
            "audio": sound.codec_context.name if sound is not None else "",
        }  # fmt: skip
        if picture is not None:
            if not picture.width or picture.width * picture.height > MOST_PIXELS:
                raise Unreadable
            rate = picture.average_rate or picture.guessed_rate
            facts |= {
                "width": picture.width, "height": picture.height, "codec": picture.codec_context.name,
                "frames": f"{float(rate):.2f}".rstrip("0").rstrip(".") if rate else "",
            }  # fmt: skip
        if mark := _mark_of(dict(container.metadata)):
            facts["aigc"] = mark
        return facts


def _mark_of(metadata: dict[str, str]) -> origin_marks.Mark:
    for name, text in metadata.items():
        if (name.upper() == "AIGC" or '"AIGC"' in text) and (mark := origin_marks.parsed(text)):
            return mark
    return {}


def frame_at(path: Path, kind: str, at_ms: int) -> bytes:
    """The frame at (or just after) a moment as JPEG, upright. Raises Unreadable when none can be drawn within the bounds."""
    until = monotonic() + SECONDS
    with opened(path, kind) as container:
        stream = next(iter(container.streams.video), None)
        if stream is None:
            raise Unreadable
        stream.thread_type = "NONE"
        container.seek(max(0, at_ms) * 1000)
        kept = None
        for number, frame in enumerate(container.decode(stream)):
            kept = frame
            late = frame.time is not None and frame.time * 1000 >= at_ms
            if late or number >= MOST_FRAMES or monotonic() > until:
                break
        if kept is None:
            raise Unreadable
        return _jpeg(kept.to_image(), int(getattr(kept, "rotation", 0) or 0))


def _jpeg(picture: Image.Image, turned: int) -> bytes:
    out = io.BytesIO()
    if turned:
        picture = picture.rotate(turned, expand=True)
    picture.convert("RGB").save(out, "JPEG", quality=88)
    return out.getvalue()


def write_mark(source: Path, target: Path, kind: str, mark: origin_marks.Mark) -> None:
    """The same film with the AI mark in its metadata: packets are copied, nothing is encoded anew. Raises Unreadable."""
    with opened(source, kind) as container:
        options = {"movflags": "use_metadata_tags+faststart"}
        with av.open(str(target), "w", format="mp4", options=options) as out:
            out.metadata.update({"AIGC": origin_marks.as_text(mark)})
            streams = {
                s.index: out.add_stream_from_template(s) for s in container.streams if s.type in ("video", "audio")
            }
            for packet in container.demux([s for s in container.streams if s.index in streams]):
                if packet.dts is not None:
                    packet.stream = streams[packet.stream.index]
                    out.mux(packet)
