from literasi.config import ROOT
from literasi.domain.guides import Part, headings, parts

GUIDE = """# Judul

Baca ini. <!-- rahasia -->

````markdown contoh.md
## Bukan judul panduan

```chat
teks
```
````

## Bagian kedua

Sudah.
"""


def test_examples_stand_apart_and_hold_fences_of_their_own():
    first, example, last = parts(GUIDE)

    assert first == Part("\nBaca ini. ", is_example=False)
    assert example == Part("## Bukan judul panduan\n\n```chat\nteks\n```", is_example=True)
    assert "Bagian kedua" in last.text


def test_headings_are_those_of_the_guide_and_not_of_its_examples():
    assert headings(GUIDE) == ["Bagian kedua"]


def test_the_real_guide_loses_nothing():
    text = (ROOT / "docs/content-format.md").read_text()
    found = parts(text)

    kept = {line for part in found for line in part.text.split("\n")}
    lost = [line for line in text.split("\n")[1:] if line not in kept]
    assert all(line.startswith(("```", "<!--")) for line in lost), lost
