"""More pictures for the demo: cups seen from above, posters, cards and marks, and a short film of hills."""

import io
import math
import random
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from masthead.web.demo.pictures import Colour, tea_hills

INKS: dict[str, tuple[Colour, Colour, Colour]] = {
    # paper, main, accent
    "green": ((236, 240, 230), (70, 116, 82), (198, 214, 170)),
    "red": ((246, 234, 226), (150, 48, 38), (222, 150, 110)),
    "amber": ((248, 240, 222), (176, 118, 42), (232, 198, 128)),
    "indigo": ((230, 234, 244), (47, 74, 154), (160, 178, 226)),
    "blue": ((228, 238, 244), (52, 104, 140), (168, 204, 220)),
    "ink": ((240, 238, 232), (40, 38, 34), (150, 144, 132)),
    "white": ((52, 62, 58), (244, 244, 238), (150, 170, 156)),
    "mixed": ((238, 232, 222), (96, 72, 52), (206, 170, 120)),
}
LIQUORS = ((196, 206, 120), (150, 52, 28), (222, 166, 84))


def cups(seed: str, mood: str, size: tuple[int, int], _code: str) -> bytes:
    """Tea in white cups on a cloth, from above."""
    dice, (paper, main, accent) = random.Random(seed), INKS[mood]  # noqa: S311  a picture, not a secret
    picture = Image.new("RGB", size, paper)
    draw, (width, height) = ImageDraw.Draw(picture), size
    for left in range(-height, width, 46):
        draw.line([(left, 0), (left + height, height)], fill=accent, width=2)
    number = 3 if mood == "mixed" else 1
    radius = min(width / (2.4 * number), height * 0.34)
    for place in range(number):
        x, y = width * (place + 0.5) / number, height * dice.uniform(0.46, 0.54)
        liquor = LIQUORS[place % 3] if number > 1 else {"green": LIQUORS[0], "red": LIQUORS[1]}.get(mood, LIQUORS[2])
        for share, colour in ((1.28, main), (1.22, (252, 251, 247)), (0.98, (236, 232, 224)), (0.9, liquor)):
            _disc(draw, x + (6 if share > 1.25 else 0), y + (10 if share > 1.25 else 0), radius * share, colour)
        for _leaf in range(5):
            angle, far = dice.uniform(0, math.tau), radius * dice.uniform(0.1, 0.6)
            _disc(draw, x + far * math.cos(angle), y + far * math.sin(angle), radius * 0.06, main)
    return _jpeg(picture.filter(ImageFilter.GaussianBlur(0.8)))


def people(seed: str, mood: str, size: tuple[int, int], _code: str) -> bytes:
    """Somebody in a straw hat before the hills, seen from behind; more of them on a wide picture."""
    with Image.open(io.BytesIO(tea_hills(seed, mood=mood, size=size))) as opened:
        picture = opened.convert("RGB")
    draw, (width, height) = ImageDraw.Draw(picture), size
    number = 4 if width > height else 1
    for place in range(number):
        unit = height * (0.11 if number > 1 else 0.15)
        x, y = width * (place + 0.5) / number, height * (0.52 + 0.05 * (place % 2))
        coat = ((62, 84, 112), (122, 70, 58), (84, 96, 72), (70, 62, 84))[place]
        draw.rounded_rectangle(
            [x - unit * 1.25, y + unit * 0.8, x + unit * 1.25, height + unit], radius=int(unit), fill=coat
        )
        _disc(draw, x, y, unit * 0.72, (206, 164, 132))
        draw.polygon(
            [(x - unit * 1.35, y - unit * 0.1), (x, y - unit * 1.25), (x + unit * 1.35, y - unit * 0.1)],
            fill=(214, 190, 132),
        )
        draw.ellipse([x - unit * 1.35, y - unit * 0.32, x + unit * 1.35, y + unit * 0.16], fill=(196, 170, 112))
    return _jpeg(picture)


def posters(seed: str, mood: str, size: tuple[int, int], code: str) -> bytes:
    """Circles and hills of a poster, a QR code in the corner where there is something to say."""
    dice, (paper, main, accent) = random.Random(seed), INKS[mood]  # noqa: S311  a picture, not a secret
    picture = Image.new("RGB", size, main)
    draw, (width, height) = ImageDraw.Draw(picture), size
    _disc(draw, width * dice.uniform(0.3, 0.7), height * 0.36, min(size) * 0.28, paper)
    for layer in range(4):
        base = height * (0.6 + 0.1 * layer)
        shade = tuple(round(a + (m - a) * layer / 4) for a, m in zip(accent, main, strict=True))
        line = [(x, base + 26 * math.sin(x / (90 + 30 * layer) + layer * 2)) for x in range(0, width + 9, 8)]
        draw.polygon([(0, height), *line, (width, height)], fill=shade)
    draw.rectangle([24, 24, width - 24, height - 24], outline=paper, width=4)
    _with_code(picture, code)
    return _jpeg(picture)


def cards(seed: str, mood: str, size: tuple[int, int], code: str) -> bytes:
    """A mark of three ridges, or a pattern of them over a wide card."""
    paper, main, accent = INKS[mood]
    picture = Image.new("RGB", size, paper)
    draw, (width, height) = ImageDraw.Draw(picture), size
    turn = sum(map(ord, seed)) % 5
    if width > height:
        for row in range(0, height + 80, 80):
            for column in range(-40 * (row // 80 % 2), width + 80, 80):
                draw.arc(
                    [column, row - 40, column + 80, row + 40],
                    180,
                    360,
                    fill=main if (row + turn) % 3 else accent,
                    width=4,
                )
    else:
        for layer in range(3):
            reach = min(size) * (0.36 - 0.09 * layer)
            x, y = width / 2 + (layer - 1) * reach * 0.5, height * (0.6 + 0.02 * turn)
            draw.polygon([(x - reach, y), (x, y - reach * 1.2), (x + reach, y)], fill=accent if layer == 1 else main)
        draw.line([(width * 0.18, height * 0.72), (width * 0.82, height * 0.72)], fill=main, width=8)
        dice = random.Random(seed)  # noqa: S311  a picture, not a secret
        for _flake in range(3 if "标志" in seed else 40):
            _disc(draw, dice.uniform(0.1, 0.9) * width, dice.uniform(0.08, 0.4) * height, dice.uniform(6, 16), accent)
    _with_code(picture, code)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def hills_film(path: Path, *, seconds: int = 6, rate: int = 12) -> None:
    """A slow pan over tall hills."""
    with Image.open(io.BytesIO(tea_hills("晨雾空镜", mood="mist", size=(900, 1280)))) as opened:
        still = np.asarray(opened.convert("RGB"))
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = 720, 1280, "yuv420p"
        stream.options = {"preset": "ultrafast", "crf": "30"}
        for number in range(seconds * rate):
            left = 2 * number
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(still[:, left : left + 720]), format="rgb24")
            out.mux(stream.encode(frame))
        out.mux(stream.encode())


def _disc(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: Colour) -> None:
    draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=colour)


def _with_code(picture: Image.Image, words: str) -> None:
    if not words:
        return
    drawn = zxingcpp.create_barcode(words, zxingcpp.BarcodeFormat.QRCode)
    code = Image.fromarray(np.asarray(drawn.to_image(scale=6))).convert("RGB")
    side = min(picture.size) // 3
    code = code.resize((side, side), Image.Resampling.NEAREST)
    picture.paste(code, (picture.width - side - 48, picture.height - side - 48))


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


DRAWERS: dict[str, Callable[[str, str, tuple[int, int], str], bytes]] = {
    "cups": cups,
    "people": people,
    "posters": posters,
    "cards": cards,
}
