"""Pictures from outside, made anew: what is not a picture does not survive it, nor does where it was taken."""

import io
import warnings
from typing import Any

from PIL import Image, ImageOps

LARGEST_SIDE = 2000  # pixels; larger ones are made smaller
MOST_PIXELS = {
    "png": 16_000_000,
    "jpg": 60_000_000,
}  # what may be unpacked; a JPEG is read at the size that is needed
FORMATS = {"png": "PNG", "jpg": "JPEG"}


def is_picture(file: Any, kind: str) -> bool:
    """Whether the content is a whole picture of this kind, of a size that can be handled."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=[FORMATS[kind]]) as picture:
                fits = picture.width * picture.height <= MOST_PIXELS[kind]
                picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
                picture.load() if fits else None
    except Exception:  # noqa: BLE001 whatever a broken picture makes its reader raise, it is no picture
        return False
    return fits


def made_anew(file: Any, kind: str) -> bytes:
    """The picture drawn again, upright and without what else the file carried (place, camera, hidden bytes)."""
    with Image.open(file, formats=[FORMATS[kind]]) as read:
        read.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
        picture: Image.Image = ImageOps.exif_transpose(read) or read
        if picture.mode.startswith("I"):  # sixteen bits of grey, of which eight are seen
            picture = picture.point(lambda grey: grey / 256).convert("L")
        mode = "RGBA" if kind == "png" else "RGB"
        picture = picture.convert(mode)
        picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
        drawn = Image.new(mode, picture.size)
        drawn.paste(picture)
    made = io.BytesIO()
    drawn.save(made, FORMATS[kind], optimize=True, quality=85)
    return made.getvalue()
