"""Pictures for the demo: tea hills drawn by arithmetic, so that no foreign photograph is needed."""

import io
import math
import random

from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
MOODS: dict[str, tuple[Colour, Colour, Colour, Colour]] = {
    "dawn": ((250, 226, 196), (233, 184, 150), (122, 150, 118), (46, 84, 66)),
    "day": ((214, 232, 240), (240, 244, 236), (138, 178, 122), (44, 98, 62)),
    "mist": ((226, 230, 228), (206, 214, 210), (150, 168, 156), (84, 108, 98)),
    "dusk": ((116, 98, 140), (232, 156, 120), (92, 92, 108), (40, 46, 64)),
    "autumn": ((244, 232, 208), (226, 196, 148), (176, 132, 78), (96, 66, 44)),
    "night": ((28, 38, 66), (62, 78, 112), (40, 62, 72), (18, 30, 40)),
}


def _mix(a: Colour, b: Colour, share: float) -> Colour:
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def _ridge(dice: random.Random, width: int, base: float, height: float) -> list[float]:
    waves = [(dice.uniform(0.6, 3.2), dice.uniform(0, math.tau), dice.uniform(0.2, 1.0)) for _ in range(4)]
    total = sum(w for _, _, w in waves)
    return [
        base + height * sum(w * math.sin(f * math.tau * x / width + p) for f, p, w in waves) / total
        for x in range(width)
    ]


def tea_hills(seed: str, *, mood: str = "day", size: tuple[int, int] = (900, 383)) -> bytes:
    """A JPEG of layered hills with rows of tea; the same seed gives the same picture. 900×383 is WeChat's cover ratio 2.35:1."""
    dice = random.Random(seed)  # noqa: S311  a picture, not a secret
    width, height = size
    top, low, far, near = MOODS[mood]
    picture = Image.new("RGB", size)
    draw = ImageDraw.Draw(picture)
    for y in range(height):
        draw.line([(0, y), (width, y)], fill=_mix(top, low, y / height))
    sun_x, sun_y, radius = dice.uniform(0.15, 0.85) * width, dice.uniform(0.12, 0.32) * height, height * 0.07
    draw.ellipse([sun_x - radius, sun_y - radius, sun_x + radius, sun_y + radius], fill=_mix(low, (255, 250, 235), 0.7))
    layers = 5
    for layer in range(layers):
        depth = layer / (layers - 1)
        ridge = _ridge(dice, width, height * (0.42 + 0.13 * layer), height * (0.1 - 0.012 * layer))
        colour = _mix(far, near, depth)
        draw.polygon([(0, height), *((x, y) for x, y in enumerate(ridge)), (width, height)], fill=colour)
        if layer >= 2:
            _rows_of_tea(draw, ridge, height, colour, layer)
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(0.6)).save(out, "JPEG", quality=86)
    return out.getvalue()


def _rows_of_tea(draw: ImageDraw.ImageDraw, ridge: list[float], height: int, colour: Colour, layer: int) -> None:
    gap = 9 + layer * 4
    for row in range(1, 9):
        line = [
            (x, y + row * gap + 2 * math.sin(x / (30 + 6 * layer) + row))
            for x, y in enumerate(ridge)
            if y + row * gap < height
        ]
        if len(line) > 2:
            draw.line(line, fill=_mix(colour, (255, 255, 240), 0.12 if row % 2 else 0.04), width=2 + layer)
