"""What a picture or film is, what it says of AI, and what platforms want of it."""

import io
from pathlib import Path

import av
import numpy as np
import pytest
import zxingcpp
from django.urls import reverse
from PIL import Image

from masthead.accounts.testing import make_account
from masthead.content import actions, queries, testing
from masthead.content.media import likeness, looking, marks, probe, rules
from masthead.content.models import UploadState
from masthead.core.errors import BadInput
from masthead.core.files import origin_marks
from masthead.core.files.queries import read_bytes, read_pieces
from masthead.org.models import Member

MARK = origin_marks.clean({"AIGC": {"Label": "1", "ContentProducer": "draw.example", "ProduceID": "p-1"}})


def film(path: Path, *, seconds: int = 2, size: tuple[int, int] = (320, 180), codec: str = "libx264") -> bytes:
    """A real MP4 whose second half is lighter than its first."""
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream(codec, rate=12)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number in range(seconds * 12):
            shade = np.full((size[1], size[0], 3), 40 if number < seconds * 6 else 220, np.uint8)
            shade[:, : size[0] // 3] = 120
            out.mux(stream.encode(av.VideoFrame.from_ndarray(shade, format="rgb24")))
        out.mux(stream.encode())
    return path.read_bytes()


@pytest.mark.django_db
def test_a_film_is_probed_has_a_cover_and_is_served_in_ranges(
    client_of, lin: Member, files_dir: Path, tmp_path: Path
) -> None:
    material = testing.make_material(lin, name="空镜", data=film(tmp_path / "a.mp4"), file_name="空镜.mp4")
    facts, client = material.version.facts, client_of(lin)

    assert {k: facts[k] for k in ("duration_ms", "width", "height", "codec", "frames", "container")} == {
        "duration_ms": 2000, "width": 320, "height": 180, "codec": "h264", "frames": "12", "container": "mp4",
    }  # fmt: skip
    address = reverse("content:material_file", args=[material.version_id])
    part = client.get(address, headers={"Range": "bytes=4-7"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"ftyp")
    assert client.get(address, headers={"Range": "bytes=99999999-"}).status_code == 416

    dark = client.get(reverse("content:material_picture", args=[material.version_id, "wide"])).content
    client.post(reverse("content:material_cover", args=[material.pk]), {"at": "1.5"})
    light = client.get(reverse("content:material_picture", args=[material.version_id, "wide"])).content
    shades = [Image.open(io.BytesIO(data)).getpixel((300, 90))[0] for data in (dark, light)]
    assert shades[0] < 80 and shades[1] > 180
    with pytest.raises(BadInput):
        actions.choose_cover(material=material, at_ms=9_000, by=lin)


@pytest.mark.django_db
def test_platforms_say_what_they_do_not_take() -> None:
    good = {
        "bytes": 5_000_000,
        "duration_ms": 40_000,
        "width": 1080,
        "height": 1920,
        "codec": "h264",
        "container": "mp4",
    }
    strict = [key for key in rules.rules() if rules.dislikes_codes(key)]

    assert all(not [i for i in rules.film_issues(key, good) if i.block] for key in rules.rules())
    assert len(strict) == 3
    for change, code in (
        ({"duration_ms": 20 * 3600 * 1000}, "long"), ({"bytes": 30 * 1024**3}, "large"), ({"codec": "mpeg4"}, "codec"),
        ({"width": 400, "height": 333}, "ratio"), ({"width": 180, "height": 320}, "small"),
    ):  # fmt: skip
        assert all(code in {i.code for i in rules.film_issues(key, good | change)} for key in rules.rules()), code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_ai_mark_survives_drawing_anew(kind: str) -> None:
    from masthead.core.files import pictures

    mime, out = f"image/{kind.lower()}", io.BytesIO()
    more = {"xmp": origin_marks.xmp_of(MARK)} if kind == "WEBP" else {}
    Image.new("RGB", (60, 40), "green").save(out, kind, **more)
    data = origin_marks.write(out.getvalue(), mime, MARK)

    assert origin_marks.read(pictures.redrawn(pictures.redrawn(data, mime), mime), mime) == MARK
    assert origin_marks.clean({"Label": "9"}) == {} == origin_marks.parsed("[" * 5000)
    assert "<" not in origin_marks.as_text(origin_marks.clean({"Label": "1", "ProduceID": "<script>"}))


@pytest.mark.django_db
def test_a_file_that_says_ai_made_it_is_taken_at_its_word(lin: Member, files_dir: Path) -> None:
    material = testing.make_material(lin, data=origin_marks.write(testing.scene(), "image/png", MARK))

    assert material.ai == "generated"
    assert origin_marks.read(read_bytes(material.version.file), "image/png") == MARK
    with pytest.raises(BadInput, match="AI 生成标识"):
        actions.change_material(
            material=material, name="x", note="", source="", tags=[], ai="none", has_people=False, by=lin
        )


@pytest.mark.django_db
def test_declared_ai_pictures_and_films_get_a_mark_and_words_on_demand(
    lin: Member, files_dir: Path, tmp_path: Path
) -> None:
    picture = testing.make_material(lin, ai="generated")
    movie = testing.make_material(lin, ai="generated", data=film(tmp_path / "a.mp4"), file_name="a.mp4", name="短片")

    assert origin_marks.read(read_bytes(picture.version.file), "image/png")["Label"] == "1"
    kept = tmp_path / "kept.mp4"
    kept.write_bytes(b"".join(read_pieces(movie.version.file)))
    assert probe.facts_of(kept, "mov")["aigc"]["Label"] == "1"

    plain = read_bytes(picture.version.file)
    labelled = actions.label_ai_picture(material=picture, by=lin)
    shown = read_bytes(labelled.file)
    assert (labelled.number, origin_marks.read(shown, "image/png")["Label"]) == (2, "1")
    assert marks.height_of((600, 400)) >= 400 * 0.05
    before, after = (Image.open(io.BytesIO(d)).convert("RGB") for d in (plain, shown))
    assert before.crop((450, 330, 600, 400)).tobytes() != after.crop((450, 330, 600, 400)).tobytes()
    with pytest.raises(BadInput):
        actions.label_ai_picture(material=picture, by=lin)


def with_code() -> bytes:
    """A white sheet with a QR code on it."""
    code = zxingcpp.create_barcode("https://yunling.example/a", zxingcpp.BarcodeFormat.QRCode)
    drawn, out = Image.fromarray(np.asarray(code.to_image(scale=8))).convert("RGB"), io.BytesIO()
    paper = Image.new("RGB", (800, 600), "white")
    paper.paste(drawn, (200, 100))
    paper.save(out, "PNG")
    return out.getvalue()


@pytest.mark.django_db
def test_a_qr_code_in_a_picture_is_a_fact_and_a_finding(lin: Member, account, files_dir: Path) -> None:
    material = testing.make_material(lin, data=with_code())
    draft = testing.make_ready_draft(lin, accounts=[account])
    testing.show_material(draft, material, lin)

    assert material.version.facts["codes"] == ["https://yunling.example/a"]
    assert [(f.category, f.severity) for f in queries.picture_findings(draft)] == [("image", "info")]
    live = queries.report_on(draft, draft.revision)
    assert [(n.severity, n.wants_words) for n in live.notes if n.part == "pictures"] == [("info", False)]


@pytest.mark.django_db
def test_a_qr_code_is_a_warning_where_the_platform_holds_such_posts_back_and_asks_for_words(
    lin: Member, units, he: Member, chen: Member, reviewable, files_dir: Path
) -> None:
    note = make_account(unit=units["宣传部"], administrator=he, backup=chen, name="云岭笔记", platform="xiaohongshu")
    draft = testing.make_ready_draft(lin, accounts=[note])
    testing.show_material(draft, testing.make_material(lin, data=with_code(), name="活动海报"), lin)

    live = [n for n in queries.report_on(draft, draft.revision).notes if n.rule.startswith("picture:")]
    kept = actions.check_draft(draft=draft, by=lin).findings.get(rule__startswith="picture:")

    assert [(n.severity, n.wants_words, n.excerpt) for n in live] == [("warn", True, "活动海报")]
    assert (kept.category, kept.severity, kept.rule, kept.excerpt) == ("diversion", "warn", live[0].rule, "活动海报")


def test_likeness_finds_every_hash_within_six_bits() -> None:
    one = 0x0123456789ABCDEF
    for bits in ((0, 1, 20, 21, 40, 60), (5,), (), (63, 47, 31, 15, 62, 46)):
        other = one
        for bit in bits:
            other ^= 1 << bit
        shared = zip(likeness.bands_of(one), likeness.bands_of(other), strict=True)
        assert any(theirs in likeness.neighbours(own) for own, theirs in shared), bits
        assert likeness.whole(likeness.bands_of(other)) == other


@pytest.mark.django_db
def test_a_large_file_is_looked_at_by_a_worker(
    lin: Member, files_dir: Path, tmp_path: Path, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    monkeypatch.setattr(actions.uploads, "AT_ONCE", 10)
    data = film(tmp_path / "a.mp4")

    with django_capture_on_commit_callbacks(execute=True):
        upload = testing.make_upload(lin, data, "a.mp4")

    upload.refresh_from_db()
    assert upload.state == UploadState.WHOLE and queries.uploads_to_look_at() == []


@pytest.mark.parametrize(("name", "code"), [("封面.jpg", "picture_unreadable"), ("片花.mp4", "media_unreadable")])
def test_a_text_under_another_name_is_refused_for_what_it_claims_to_be(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "text").write_text("这里只有文字。" * 40, "utf-8")

    with pytest.raises(BadInput) as refusal:
        looking.look_at(tmp_path / "text", name)

    assert refusal.value.code.endswith(code)
