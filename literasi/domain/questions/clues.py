"""Clues: which parts of this message are suspicious? Marked in parts, as ``ticks`` says.

The author marks them in the exhibit, ``[[like this]]``, and a few harmless parts to tempt, ``((like this))``.
They are numbered in the order in which they are read, and become what there is to tick. A numbered list below
the exhibit explains each one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from literasi.domain import placeholders
from literasi.domain.blocks import Choice, Fence, MarkdownText
from literasi.domain.exhibits import Exhibit, Span, Verdict, find_spans, without_spans
from literasi.domain.messages import N_
from literasi.domain.placeholders import Example
from literasi.domain.problems import Problem
from literasi.domain.questions import ticks
from literasi.domain.questions.values import Question, QuestionDraft

name = "clues"
title = N_("Clues in a message")
LETTERS = "abcdefgh"
LONGEST_SPAN = 160
LONGEST_EXPLANATION = 600
_ITEM = re.compile(r"(\d{1,3})\. +(\S.*)")
_LIST_EXAMPLE = "Di bawah kiriman, tulis satu baris untuk tiap bagian, sesuai urutannya:"


def recognises(draft: QuestionDraft) -> bool:
    """A question with one exhibit in which something is marked."""
    return len(draft.exhibits) == 1 and any("[[" in line for line in draft.exhibits[0].lines)


def parse(draft: QuestionDraft, problems: list[Problem]) -> Question:
    """The question with its exhibit and its spans; what is wrong with it is added to *problems*."""
    body = draft.read_body(problems, judged=False)
    place = next(number for number, block in enumerate(body) if isinstance(block, Exhibit))
    exhibit, fence = body[place], draft.exhibits[0]
    assert isinstance(exhibit, Exhibit)
    _check_whole(draft, exhibit, problems)
    spans = list(find_spans(exhibit.words))
    _check_marks(exhibit, fence, problems)
    _check_spans(spans, fence, problems)
    explanations = _read_explanations(body[place + 1 :], fence, len(spans), problems)
    choices = tuple(
        Choice(letter, span.words, explanation, span.is_clue, quoted=True)
        for letter, span, explanation in zip(LETTERS, spans, explanations, strict=False)
    )
    shown = (*body[:place], replace(exhibit, marked=True))
    return Question(draft.key, name, draft.prompt, draft.read, draft.line, shown, choices)


def read_answer(fields: Mapping[str, Sequence[str]], question: Question) -> str:
    """The keys of the spans that were ticked: ``"a,c"``. Raises InvalidAnswer."""
    return ticks.read_ticks(fields, question)


def mark(question: Question, answer: str) -> float:
    """1.0 for every clue and nothing else; parts of it between."""
    return ticks.mark_ticks(question, answer)


def right_answer(question: Question) -> str:
    """The keys of the clues."""
    return ticks.right_ticks(question)


def describe_answer(question: Question, answer: str) -> str:
    """The words of the spans, as quotes."""
    return ", ".join(f"“{text}”" for text in ticks.texts_of(question, answer))


def describe_right_answer(question: Question) -> str:
    """The words of the clues, as quotes."""
    return describe_answer(question, right_answer(question))


def example(source: str) -> Example:
    """A question of this kind to begin with; its message, if it has one, names *source*."""
    return placeholders.marked(source=source)


def _check_whole(draft: QuestionDraft, exhibit: Exhibit, problems: list[Problem]) -> None:
    if draft.choices is not None:
        mend = "Hapus pilihannya; yang dipilih warga adalah bagian bertanda [[…]] dan ((…))."
        problems.append(Problem(draft.choices.line, "Pertanyaan mencari tanda tidak memakai pilihan.", mend))
    if exhibit.verdict is Verdict.TRUE:
        mend = 'Pakai kiriman yang "verdict: salah", atau hapus tanda [[…]] supaya menjadi soal lain.'
        problems.append(Problem(exhibit.line, "Yang dicari tandanya harus kiriman yang salah.", mend))


def _check_marks(exhibit: Exhibit, fence: Fence, problems: list[Problem]) -> None:
    """Every mark that opens is closed, on its line, in what the reader sees of the message."""
    for number, line in enumerate(fence.lines, start=fence.line + 1):
        sign = next((sign for sign in ("[[", "]]", "((") if sign in without_spans(line)), None)
        if sign:
            mend = "Apit satu potong di satu baris: [[mencurigakan]] atau ((wajar)), tanpa kurung lain."
            problems.append(Problem(number, f'Tanda "{sign}" ini tidak berpasangan.', mend))
    if "[[" in exhibit.caption + exhibit.fact:
        mend = "Tandai hanya di teks kiriman, from, media, number, atau subject."
        problems.append(Problem(_line_of("[[", fence), "Bagian ini tidak bisa ditandai.", mend))


def _check_spans(spans: Sequence[Span], fence: Fence, problems: list[Problem]) -> None:
    clues = sum(span.is_clue for span in spans)
    if not clues:
        mend = "Apit paling sedikit satu potong kalimat dengan [[ dan ]]."
        problems.append(Problem(fence.line, "Belum ada bagian yang mencurigakan.", mend))
    if clues == len(spans):
        mend = "Apit satu potong kalimat dengan (( dan )), supaya menandai semuanya tidak dihitung tepat."
        problems.append(Problem(fence.line, "Belum ada bagian yang wajar.", mend))
    if len(spans) > len(LETTERS):
        mend = f"Sisakan paling banyak {len(LETTERS)}."
        problems.append(Problem(fence.line, f"Ada {len(spans)} bagian yang ditandai.", mend))
    seen: set[str] = set()
    for span in spans:
        for message, mend in _span_faults(span, seen):
            problems.append(Problem(_line_of(span.words, fence), message, mend))
        seen.add(span.words.casefold())


def _span_faults(span: Span, seen: set[str]) -> list[tuple[str, str]]:
    faults = []
    if not span.words:
        faults.append(
            ("Bagian yang ditandai masih kosong.", "Apit kata-katanya, misalnya [[hari ini terakhir]].")
        )
    if len(span.words) > LONGEST_SPAN:
        mend = f"Tandai paling banyak {LONGEST_SPAN} huruf."
        faults.append(("Bagian yang ditandai ini terlalu panjang.", mend))
    if span.words and span.words.casefold() in seen:
        faults.append(("Dua bagian yang ditandai berbunyi sama.", "Tandai salah satu saja."))
    return faults


def _read_explanations(
    below: Sequence[MarkdownText | Exhibit], fence: Fence, count: int, problems: list[Problem]
) -> list[str]:
    """One explanation for each of the *count* spans, from the numbered list *below* the exhibit."""
    texts = [block for block in below if isinstance(block, MarkdownText)]
    numbers: list[int] = []
    explanations: list[str] = []
    for line, words in ((text.line + shift, words) for text in texts for shift, words in _lines(text)):
        item = _ITEM.fullmatch(words)
        if item:
            numbers.append(int(item[1]))
            explanations.append(item[2].strip())
        elif explanations:
            explanations[-1] = f"{explanations[-1]} {words.strip()}"
        else:
            mend = f"Pindahkan ke atas kiriman. {_LIST_EXAMPLE} 1. …"
            problems.append(Problem(line, "Teks ini bukan penjelasan bernomor.", mend))
            return []
    if numbers != list(range(1, count + 1)):
        line = texts[0].line if texts else fence.line
        mend = f"{_LIST_EXAMPLE} 1. … sampai {count}. …"
        problems.append(
            Problem(line, f"Ada {count} bagian bertanda, tetapi {len(numbers)} penjelasan.", mend)
        )
    if any(len(explanation) > LONGEST_EXPLANATION for explanation in explanations):
        mend = f"Ringkas menjadi paling banyak {LONGEST_EXPLANATION} huruf."
        problems.append(Problem(texts[0].line, "Ada penjelasan yang terlalu panjang.", mend))
    return explanations


def _lines(text: MarkdownText) -> list[tuple[int, str]]:
    return [(shift, line) for shift, line in enumerate(text.text.split("\n")) if line.strip()]


def _line_of(words: str, fence: Fence) -> int:
    """The line of the file on which *words* first stand, as near as can be told."""
    inside = (number for number, line in enumerate(fence.lines, start=fence.line + 1) if words in line)
    return next(inside, fence.line) if words else fence.line
