"""Pictures for tests, good and hostile; each is made when it is asked for."""

import io
import random
import struct
import zipfile
import zlib
from functools import lru_cache

from PIL import Image, ImageCms, ImageDraw

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
FILM = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"
GPS = {1: "S", 2: (0.0, 30.0, 7.0), 3: "E", 4: (117.0, 9.0, 13.0)}


def saved(image, kind, **options):
    """The bytes of a file of that *kind*."""
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


@lru_cache
def drawing(kind="PNG", size=(640, 400), mode="RGB", colour="teal"):
    """A plain drawing: a box on a ground."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1] // 2), fill=colour)
    return saved(image.convert(mode), kind)


@lru_cache
def noise(size=(4000, 3000), kind="JPEG"):
    """Nothing compresses worse."""
    pixels = random.Random(4).randbytes(size[0] * size[1] * 3)
    return saved(Image.frombytes("RGB", size, pixels), kind, quality=30)


def photo_with_secrets():
    """A photo that says where it was taken and by whom; red above and blue below once it is upright."""
    image = Image.new("RGB", (900, 600), "blue")
    image.paste("red", (0, 0, 450, 600))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    exif[0x010F] = "Kamera Rahasia"
    exif.get_ifd(0x8825).update(GPS)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return saved(
        image,
        "JPEG",
        quality=95,
        exif=exif,
        icc_profile=profile,
        comment=b"catatan rahasia",
        xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>nama rahasia</x:xmpmeta>",
    )


def png_header(width, height):
    """A PNG that says it is huge, and holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def bomb():
    """Thirty-six million pixels in a few kilobytes: within the limit, and a lot to unpack."""
    return saved(Image.new("RGBA", (6000, 6000)), "PNG")


def ghost():
    """A WebP through which one can see."""
    return saved(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "WEBP")


def with_archive():
    """A picture that is a ZIP archive as well."""
    packed = io.BytesIO(drawing("GIF"))
    packed.seek(0, io.SEEK_END)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("masuk.html", "<script>alert(1)</script>")
    return packed.getvalue()


def with_script():
    """A picture whose comment is a page."""
    return saved(Image.new("RGB", (40, 40)), "JPEG", comment=b"<script>alert(1)</script>")
