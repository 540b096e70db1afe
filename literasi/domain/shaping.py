"""A picture that somebody sent becomes one that we keep: upright, small, and nothing but its pixels.

Decoders of pictures are what attackers aim at, so this module is also the child process in which they run
(``python -m literasi.domain.shaping``, see ``literasi.services.shaping_pictures``).
"""

import base64
import hashlib
import io
import json
import resource
import sys
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress

from PIL import Image, ImageCms

from literasi.domain.media import LARGEST, NARROW, TALLEST, WIDE, Size, read_size
from literasi.domain.pictures import (
    MOST_PIXELS,
    SMALLEST_SIDE,
    PictureFault,
    RefusedPicture,
    Shaped,
    format_of,
)

_WORST, _BEST, _STEP = 10, 84, 5  # of WebP's qualities
_SMALLER = 0.85
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING = {5, 6, 7, 8}  # these exchange width and height
_DEEP = {"I", "I;16", "I;16L", "I;16B", "I;16N"}  # 16 bits a pixel


def shape(data: bytes) -> Shaped:
    """The picture in *data* (JPEG, PNG, WebP, or the first frame of a GIF) as we keep it.

    Raises RefusedPicture.
    """
    name = format_of(data)
    return _kept(_encode(_decode(data, name)))


def adopt(data: bytes) -> Shaped:
    """A picture that was shaped elsewhere, with its narrow form. Raises RefusedPicture when it was not."""
    if read_size(data) is None:
        raise RefusedPicture(PictureFault.UNKNOWN)
    return _kept(data)


def _kept(wide: bytes) -> Shaped:
    size = read_size(wide)
    if size is None:
        raise RefusedPicture(PictureFault.BROKEN)
    narrow = wide if size[0] <= NARROW else _encode(_decode(wide, "WEBP", NARROW))
    _decode(wide, "WEBP")  # to the last pixel: what cannot be shown is not kept
    return Shaped(hashlib.sha256(wide).hexdigest(), *size, wide, narrow)


def _decode(data: bytes, name: str, widest: int = WIDE) -> Image.Image:
    """The pixels, upright, in sRGB on white, at most *widest* and TALLEST. Raises RefusedPicture."""
    try:
        with Image.open(io.BytesIO(data), formats=[name]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise RefusedPicture(PictureFault.TOO_MANY_PIXELS)
            orientation = image.getexif().get(_ORIENTATION, 1)
            size = _fitting(image.size, lying=orientation in _LYING, widest=widest)
            image.draft("RGB", (2 * size[0], 2 * size[1]))  # a large JPEG need not be unpacked whole
            return _clean(image, size, _UPRIGHT.get(orientation))
    except (RefusedPicture, MemoryError):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RefusedPicture(PictureFault.TOO_MANY_PIXELS) from None
    except Exception:  # every decoder has errors of its own
        raise RefusedPicture(PictureFault.BROKEN) from None


def _fitting(size: Size, *, lying: bool, widest: int) -> Size:
    """The size, before it is turned upright, that a picture of *size* gets; never a larger one."""
    widest, tallest = (TALLEST, widest) if lying else (widest, TALLEST)
    scale = min(1.0, widest / size[0], tallest / size[1])
    fitting = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
    if min(fitting) < SMALLEST_SIDE:
        raise RefusedPicture(PictureFault.TOO_SMALL)
    return fitting


def _clean(image: Image.Image, size: Size, turn: Image.Transpose | None) -> Image.Image:
    """Only the pixels: a new picture into which they are copied."""
    pixels = _with_plain_pixels(image)
    if pixels.size != size:
        pixels = pixels.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    pixels = _in_srgb(pixels, image.info.get("icc_profile"))
    if turn is not None:
        pixels = pixels.transpose(turn)
    clean = Image.new("RGB", pixels.size, "white")
    if pixels.has_transparency_data:
        pixels = pixels.convert("RGBA")
        clean.paste(pixels, mask=pixels.getchannel("A"))
    else:
        clean.paste(pixels.convert("RGB"))
    return clean


def _with_plain_pixels(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be made smaller without loss of colours."""
    if image.mode in _DEEP:
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data and image.mode not in {"LA", "RGBA"}:
        return image.convert("RGBA")
    if image.mode in {"1", "P", "YCbCr", "HSV", "LAB", "F"}:
        return image.convert("RGB")
    image.load()
    return image


def _in_srgb(pixels: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as every screen knows them; a profile that cannot be read is left out of account."""
    if not profile or pixels.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return pixels
    with suppress(ImageCms.PyCMSError, OSError, ValueError):
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if pixels.mode == "RGBA" else "RGB"
        converted = ImageCms.profileToProfile(pixels, given, ImageCms.createProfile("sRGB"), outputMode=mode)
        return converted or pixels
    return pixels


def _encode(picture: Image.Image) -> bytes:
    """WebP of at most LARGEST bytes, as good as fits; smaller where even the worst does not."""
    while len(best := _written(picture, _WORST)) > LARGEST:
        width, height = (max(SMALLEST_SIDE, round(side * _SMALLER)) for side in picture.size)
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    low, high = _WORST, _BEST + 1
    while high - low > _STEP:
        middle = (low + high) // 2
        data = _written(picture, middle)
        low, high, best = (middle, high, data) if len(data) <= LARGEST else (low, middle, best)
    return best


def _written(picture: Image.Image, quality: int) -> bytes:
    data = io.BytesIO()
    picture.save(data, "WEBP", quality=quality, method=4)
    return data.getvalue()


_TASKS: Mapping[str, Callable[[bytes], Shaped]] = {"shape": shape, "adopt": adopt}


def main(task: str, seconds: int, megabytes: int) -> None:
    """Be the child process: each line that comes in is a picture, and a line of JSON goes out for it."""
    memory = megabytes * 1024 * 1024
    limits = ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0))
    for limit, most in limits:
        with suppress(ValueError, OSError):  # not every system knows every limit
            resource.setrlimit(limit, (most, most))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    for line in sys.stdin.buffer:
        answer = _answer(_TASKS[task], line)
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()  # what is done counts even when the next one ends this process


def _answer(work: Callable[[bytes], Shaped], line: bytes) -> dict[str, object]:
    try:
        shaped = work(base64.b64decode(line))
    except RefusedPicture as problem:
        return {"fault": problem.fault.value}
    except MemoryError:
        return {"fault": PictureFault.TOO_HARD.value}
    return {
        "size": [shaped.width, shaped.height],
        "wide": base64.b64encode(shaped.wide).decode(),
        "narrow": base64.b64encode(shaped.narrow).decode(),
    }


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
