"""How alike two pictures look: the difference hash of 64 bits, cut into four bands that a database can look up.

Two hashes that differ in at most 6 bits differ in at most one bit in at least one of four bands (pigeonhole), so that the
rows whose band equals one of 17 values are all the candidates there can be.
"""

from PIL import Image

BITS, BANDS, MOST_APART = 64, 4, 6
WIDTH = BITS // BANDS


def hash_of(picture: Image.Image) -> int:
    """The 64 bits of 8 rows of 9 greys: is each grey darker than its right neighbour? (Krawetz' dHash; the package of that name
    reads pixels in a way that Pillow gives up.)
    """
    greys = picture.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    value = 0
    for row in range(8):
        for place in range(row * 9, row * 9 + 8):
            value = value << 1 | (greys[place] < greys[place + 1])
    return value


def bands_of(value: int) -> tuple[int, int, int, int]:
    """The four bands, the highest bits first."""
    mask = (1 << WIDTH) - 1
    one, two, three, four = (value >> WIDTH * place & mask for place in range(BANDS - 1, -1, -1))
    return one, two, three, four


def neighbours(band: int) -> list[int]:
    """A band and all that differ in one bit."""
    return [band, *(band ^ 1 << bit for bit in range(WIDTH))]


def apart(one: int, other: int) -> int:
    """In how many bits two hashes differ."""
    return (one ^ other).bit_count()


def whole(bands: tuple[int, int, int, int]) -> int:
    """The hash of its bands."""
    value = 0
    for band in bands:
        value = value << WIDTH | band
    return value


def says_little(value: int) -> bool:
    """A plain area has no gradients: its hash resembles that of every other plain area."""
    return value.bit_count() < 4 or value.bit_count() > BITS - 4
