"""Pictures that people send become small, clean and upright, or are refused with the reason."""

import io

import pytest
from PIL import Image

from literasi.domain.media import LARGEST, read_size
from literasi.domain.pictures import LARGEST_UPLOAD, PictureFault, RefusedPicture
from literasi.services import shaping_pictures
from literasi.services.shaping_pictures import adopt, shape
from tests import drawing

REFUSED = {
    "nothing": (lambda: b"", PictureFault.EMPTY),
    "six megabytes": (lambda: drawing.drawing() + b"\0" * LARGEST_UPLOAD, PictureFault.TOO_LARGE),
    "svg": (lambda: drawing.SVG, PictureFault.SVG),
    "svg without a head": (lambda: b"\xef\xbb\xbf \n<SVG></SVG>", PictureFault.SVG),
    "svg behind a comment": (lambda: b"<!-- a --><svg></svg>", PictureFault.SVG),
    "html": (lambda: b"<!doctype html><title>a</title>", PictureFault.HTML),
    "pdf": (lambda: b"%PDF-1.7\n", PictureFault.PDF),
    "heic": (lambda: drawing.HEIC, PictureFault.HEIC),
    "film": (lambda: drawing.FILM, PictureFault.FILM),
    "tiff": (lambda: drawing.drawing("TIFF"), PictureFault.UNKNOWN),
    "words": (lambda: b"bukan gambar", PictureFault.UNKNOWN),
    "an archive as well": (drawing.with_archive, PictureFault.TWO_IN_ONE),
    "a script in a comment": (drawing.with_script, PictureFault.TWO_IN_ONE),
    "a pdf as well": (lambda: drawing.drawing("GIF")[:900] + b"%PDF-1.7", PictureFault.TWO_IN_ONE),
    "30,000 x 30,000": (lambda: drawing.png_header(30_000, 30_000), PictureFault.TOO_MANY_PIXELS),
    "7,000 x 7,000": (lambda: drawing.png_header(7_000, 7_000), PictureFault.TOO_MANY_PIXELS),
    "header only": (lambda: drawing.png_header(6_000, 6_000), PictureFault.BROKEN),
    "half a jpeg": (lambda: drawing.drawing("JPEG")[:2000], PictureFault.BROKEN),
    "half a png": (lambda: drawing.drawing("PNG")[:300], PictureFault.BROKEN),
    "a beginning only": (lambda: b"GIF89a", PictureFault.BROKEN),
    "a dot": (lambda: drawing.drawing(size=(1, 1)), PictureFault.TOO_SMALL),
    "a thread": (lambda: drawing.drawing(size=(4000, 20)), PictureFault.TOO_SMALL),
}


def opened(data):
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_is_refused_with_the_reason(name):
    make, fault = REFUSED[name]

    with pytest.raises(RefusedPicture) as refused:
        shape(make())
    assert refused.value.fault is fault


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_the_four_formats_become_plain_webp(kind):
    shaped = shape(drawing.drawing(kind))

    assert read_size(shaped.wide) == (shaped.width, shaped.height) == (640, 400)
    assert read_size(shaped.narrow) == (360, 225)
    assert shape(drawing.drawing(kind)) == shaped, "the same picture has the same name"


@pytest.mark.parametrize("size", [(4000, 3000), (720, 1440)])
def test_the_worst_photo_is_small_enough_in_both_forms(size):
    shaped = shape(drawing.noise(size))

    assert max(len(shaped.wide), len(shaped.narrow)) <= LARGEST
    assert shaped.width > 360


def test_nothing_but_pixels_is_kept_and_they_stand_upright():
    photo = drawing.photo_with_secrets()
    assert opened(photo).getexif().get_ifd(0x8825), "the test's photo says where it was taken"
    shaped = shape(photo)

    assert (shaped.width, shaped.height) == (600, 900)
    for data in (shaped.wide, shaped.narrow):
        image = opened(data)
        assert not image.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(image.info)
        assert b"ahasia" not in data
        above, below = (image.getpixel((image.width // 2, image.height * part // 4)) for part in (1, 3))
        assert (above[0] > 200, above[2] < 60) == (below[2] > 200, below[0] < 60) == (True, True)


def test_what_shines_through_becomes_white():
    ghost = drawing.saved(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG")
    palette = Image.new("P", (40, 40))
    palette.info["transparency"] = 0

    for data in (ghost, drawing.saved(palette, "PNG", transparency=0), drawing.saved(palette, "GIF")):
        assert min(opened(shape(data).wide).getpixel((20, 20))) > 250


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_every_kind_of_pixel_keeps_its_light(mode):
    light = Image.new("L", (64, 64), 200)
    if mode == "I;16":
        data = drawing.saved(Image.new("I;16", (64, 64), 200 * 256), "PNG")
    elif mode == "CMYK":
        data = drawing.saved(light.convert("RGB").convert("CMYK"), "JPEG")
    else:
        data = drawing.saved(
            light.convert(mode, dither=None) if mode != "1" else light.point(lambda _: 255, "1"), "PNG"
        )

    found = opened(shape(data).wide).getpixel((32, 32))

    assert abs(found[0] - (255 if mode == "1" else 200)) < 12


def test_a_moving_picture_stands_still():
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    data = drawing.saved(frames[0], "GIF", save_all=True, append_images=frames[1:])

    assert opened(shape(data).wide).getpixel((32, 32))[0] > 200


def test_a_large_picture_within_the_limit_is_unpacked():
    assert shape(drawing.bomb()).width == 720


def test_small_pictures_are_not_enlarged():
    shaped = shape(drawing.drawing(size=(100, 50)))

    assert (shaped.width, shaped.height) == (100, 50)
    assert shaped.narrow == shaped.wide


def test_a_tall_screenshot_keeps_its_shape():
    shaped = shape(drawing.drawing(size=(1080, 2400)))

    assert (shaped.width, shaped.height) == (648, 1440)


def test_a_shaped_picture_is_adopted_as_it_is():
    shaped = shape(drawing.drawing())

    assert adopt(shaped.wide) == shaped


@pytest.mark.parametrize("data", [drawing.drawing("PNG"), drawing.ghost()])
def test_only_what_was_shaped_is_adopted(data):
    with pytest.raises(RefusedPicture):
        adopt(data)


def test_a_damaged_one_is_not_adopted():
    wide = shape(drawing.drawing()).wide

    with pytest.raises(RefusedPicture):
        adopt(wide[:30] + b"\xff" * (len(wide) - 30))


@pytest.mark.parametrize(("limit", "value"), [("CPU_SECONDS", 0), ("MEGABYTES", 60), ("WALL_SECONDS", 0.01)])
def test_what_takes_too_much_is_stopped(monkeypatch, limit, value):
    monkeypatch.setattr(shaping_pictures, limit, value)

    with pytest.raises(RefusedPicture) as refused:
        shape(drawing.bomb())
    assert refused.value.fault is PictureFault.TOO_HARD


def test_several_are_adopted_by_one_child(monkeypatch):
    shaped = shape(drawing.drawing())
    started = []
    run = shaping_pictures.subprocess.run

    def counted(*args, **options):
        started.append(args)
        return run(*args, **options)

    monkeypatch.setattr(shaping_pictures.subprocess, "run", counted)

    assert shaping_pictures.adopt_all([]) == []
    assert shaping_pictures.adopt_all([shaped.wide, b"kata", shaped.wide]) == [
        shaped,
        PictureFault.UNKNOWN,
        shaped,
    ]
    assert len(started) == 1


def test_all_of_an_import_share_one_budget(monkeypatch):
    monkeypatch.setattr(shaping_pictures, "WALL_SECONDS", 0.01)

    assert shaping_pictures.adopt_all([drawing.drawing()] * 2) == [PictureFault.TOO_HARD] * 2
