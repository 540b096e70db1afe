"""Foreign questions for tests, written by hand and by hypothesis."""

from hypothesis import strategies as st

from literasi.domain.interchange.values import (
    GRADES,
    ForeignChoice,
    ForeignKind,
    ForeignQuestion,
    Formatted,
    TextFormat,
)

SIGNS = [
    "~", "=", "#", "{", "}", ":", "\\", "\n", "::", "//", "->", "####", "$CATEGORY:", "%50%", "[html]", "]]>",
    "&amp;", "<b>", "&", "\\n", "\\\\", "T", "TRUE", " ", "a", "é", "\u00a0", "\U0001f600", '"', "'",
]  # fmt: skip
ALPHABET = st.characters(
    exclude_categories=["Cs", "Cc", "Cn"],
    exclude_characters="\u2028\u2029\u202a\u202b\u202c\u202d\u202e\ufeff\u2066\u2067\u2068\u2069",
)


def words(least=0):
    pieces = st.lists(st.sampled_from(SIGNS) | st.text(ALPHABET, max_size=5), min_size=least, max_size=8)
    return pieces.map(lambda parts: "".join(parts).strip()).filter(lambda text: len(text) >= least)


def one_line(least=0):
    return words(least).map(lambda text: " ".join(text.split())).filter(lambda text: len(text) >= least)


GRADE = st.sampled_from([sign * grade for grade in GRADES for sign in (1, -1)]).map(
    lambda grade: grade or 0.0
)
FORM = st.sampled_from(list(TextFormat))


@st.composite
def questions(draw, *, empty_form=None):
    """Any question that both formats can write. An empty text has no format of its own."""
    form = draw(FORM)
    nothing = Formatted("", empty_form or form)

    def formatted(least=0):
        text = draw(words(least))
        return Formatted(text, draw(FORM)) if text else nothing

    kind = draw(st.sampled_from(list(ForeignKind)))
    single = True
    if kind is ForeignKind.TRUE_FALSE:
        true = draw(st.booleans())
        choices = (
            ForeignChoice(Formatted("true"), 100.0 * true, formatted()),
            ForeignChoice(Formatted("false"), 100.0 * (not true), formatted()),
        )
    else:
        grades = draw(st.lists(GRADE, min_size=2, max_size=7))
        single = draw(st.booleans())
        if single:
            grades[draw(st.integers(0, len(grades) - 1))] = 100.0
        choices = tuple(ForeignChoice(formatted(1), grade, formatted()) for grade in grades)
    return ForeignQuestion(
        line=1,
        kind=kind,
        name=draw(one_line()),
        stem=Formatted(draw(words(1)), form),
        choices=choices,
        single=single,
        general=formatted(),
        id=draw(one_line()),
        tags=tuple(draw(st.lists(one_line(1), max_size=2))),
        category=draw(one_line()),
    )
