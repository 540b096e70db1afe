"""Choices below a question: from two to six, one or several right, each explained."""

from collections.abc import Sequence

from literasi.domain.blocks import Choice, ChoiceList, Piece
from literasi.domain.problems import Problem

LETTERS = "abcdef"


def read_choices(
    pieces: Sequence[Piece], written: ChoiceList, problems: list[Problem], *, several: bool = False
) -> tuple[Choice, ...]:
    """The choices of one question, whose section holds *pieces*; add what is wrong to *problems*.

    Exactly one is right; of *several*, some are right and some are not.
    """
    _check_place(pieces, written, problems)
    check_together(written, problems, several=several)
    _check_twins(written, problems)
    return tuple(
        Choice(letter, choice.text, choice.explanation, choice.right)
        for letter, choice in zip(LETTERS, written.items, strict=False)
    )


def check_together(written: ChoiceList, problems: list[Problem], *, several: bool) -> None:
    """How many there are, and how many of them are right; add what is wrong to *problems*."""
    _check_count(written, problems)
    if several:
        _check_wrong(written, problems)
    else:
        _check_right(written, problems)


def _check_place(pieces: Sequence[Piece], written: ChoiceList, problems: list[Problem]) -> None:
    """Choices end their section: what stands below them would be shown in a surprising place."""
    for piece in pieces[pieces.index(written) + 1 :]:
        if isinstance(piece, ChoiceList):
            mend = "Satukan semua pilihan tanpa teks di antaranya."
            problems.append(Problem(piece.line, "Ada daftar pilihan kedua di pertanyaan ini.", mend))
        else:
            mend = 'Pindahkan ke atas pilihan, atau jadikan penjelasan dengan "  > " di awal baris.'
            problems.append(Problem(piece.line, "Ada teks di bawah pilihan.", mend))


def _check_count(written: ChoiceList, problems: list[Problem]) -> None:
    count = len(written.items)
    if not 2 <= count <= len(LETTERS):
        mend = "Beri dua sampai enam pilihan."
        problems.append(Problem(written.line, f"Pertanyaan ini punya {count} pilihan.", mend))


def _check_right(written: ChoiceList, problems: list[Problem]) -> None:
    right = [choice for choice in written.items if choice.right]
    if not right:
        mend = 'Beri tanda "- [x]" pada satu pilihan.'
        problems.append(Problem(written.line, "Belum ada pilihan yang benar.", mend))
    for choice in right[1:]:
        mend = 'Sisakan satu "- [x]"; yang lain "- [ ]".'
        problems.append(Problem(choice.line, "Ada lebih dari satu pilihan yang benar.", mend))


def _check_wrong(written: ChoiceList, problems: list[Problem]) -> None:
    """Without a wrong choice, ticking everything would be right."""
    if all(choice.right for choice in written.items):
        mend = 'Tambahkan paling sedikit satu "- [ ]" yang belum tepat.'
        problems.append(Problem(written.line, "Semua pilihan di sini benar.", mend))


def _check_twins(written: ChoiceList, problems: list[Problem]) -> None:
    seen = set()
    for choice in written.items:
        words = choice.text.casefold()
        if words and words in seen:
            problems.append(Problem(choice.line, "Dua pilihan berbunyi sama.", "Ubah atau hapus salah satu."))
        seen.add(words)
