"""Files of marks: what a spreadsheet writes is read; every problem has a line and a mend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.mark_files import read_marks

HEAD = "learner,question,mark,max_mark\n"


def read(text):
    return read_marks(text.encode())


def complaints(text):
    table, problems = read(text)
    assert table is None
    return [(problem.line, problem.message) for problem in problems]


def test_rows_become_a_table_in_order_of_appearance():
    table, problems = read(HEAD + "ani,q2,1,1\nani,q1,0.5,2\nbudi,q1,2,2\nbudi,q2,0,1\n")

    assert problems == []
    assert table.questions == ("q2", "q1")
    assert table.max_marks == (1, 2)
    assert table.marks == ((1, 0.5), (0, 2))


def test_no_line_and_no_mark_are_both_nothing_earned():
    table, _ = read(HEAD + "ani,q1,1,1\nani,q2,,1\nbudi,q1,1,1\n")

    assert table.marks == ((1, 0), (1, 0))


@pytest.mark.parametrize(
    "text",
    [
        "\ufefflearner;question;mark;max_mark\r\nani;q1;0,5;2\r\n",
        "learner\tquestion\tmark\tmax_mark\nani\tq1\t0.5\t2\n",
        'class,Max_Mark, mark ,question,learner\n7a,2,"0,5",q1,ani\n\n',
        '"learner","question","mark","max_mark"\n"ani","q1","0.50","2.0"',
    ],
    ids=["semicolons, a mark and commas", "tabs", "another order and a blank line", "quotes"],
)
def test_what_spreadsheets_write_is_read(text):
    table, problems = read(text)

    assert problems == []
    assert (table.questions, table.max_marks, table.marks) == (("q1",), (2,), ((0.5,),))


def test_every_problem_is_named_with_its_line():
    text = HEAD + "ani,q1,satu,1\nani,q2,2,1\nani,q2,1,1\nani,q3,0,5,1\n,q3,1,1\nbudi,q2,1,3\nbudi,q3,1,\n"

    assert complaints(text) == [
        (2, '"satu" di kolom mark bukan angka.'),
        (3, "Nilai 2 melebihi max_mark 1."),
        (4, 'Soal "q2" untuk "ani" sudah ada di baris 3.'),
        (5, "Baris ini punya 5 kolom, padahal judulnya 4."),
        (6, 'Kolom "learner" kosong.'),
        (7, 'max_mark soal "q2" berbeda dari baris 3.'),
        (8, 'Kolom "max_mark" kosong.'),
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, 'Kolom "learner" tidak ada.'),
        (HEAD, 2, "Belum ada jawaban di berkas ini."),
        ("learner,question,mark\nani,q1,1\n", 1, 'Kolom "max_mark" tidak ada.'),
        ("learner,learner,question,mark,max_mark\n", 1, 'Kolom "learner" ada dua kali.'),
        (HEAD + "ani,q1,nan,1\n", 2, '"nan" di kolom mark bukan angka.'),
        (HEAD + "ani,q1,1e9,1\n", 2, '"1e9" di kolom mark bukan angka.'),
        (HEAD + "ani,q1,0,-1\n", 2, "max_mark kurang dari 0."),
        (HEAD + 'ani,"q1\n', 1, "Berkas ini tidak terbaca sebagai CSV"),
    ],
)
def test_one_thing_is_wrong(text, line, words):
    found = complaints(text)

    assert found[0][0] == line
    assert found[0][1].startswith(words)


def test_another_encoding_is_named_with_its_line():
    table, problems = read_marks(HEAD.encode() + "añi,q1,1,1\n".encode("latin-1"))

    assert table is None
    assert [(one.line, one.message) for one in problems] == [(2, "Berkas ini bukan teks UTF-8.")]
    assert problems[0].mend


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: (HEAD + text).encode()))
def test_no_file_breaks_the_reading(data):
    table, problems = read_marks(data)

    assert (table is None) == bool(problems)
    assert all(problem.line >= 1 and problem.message and problem.mend for problem in problems)
