"""Files of judgements: what is read, and what is said of what cannot be."""

import csv
import io

import pytest

from literasi.domain.evidence import evidence
from literasi.domain.judgement_files import Cell, read_judgements
from tests.simulated import an_answering_class

HEAD = "learner,phase,form,item,truth,rating"


def rows_of(records, **extra):
    """A list of rows, as the export writes them."""
    for number, record in enumerate(records):
        for phase, test in (("before", record.before), ("after", record.after), ("later", record.later)):
            for answer in test.answers if test else ():
                row = [f"p{number}", phase, test.form, answer.item, str(answer.true).lower(), answer.rating]
                yield [*row, *extra.values()]


def as_csv(rows, delimiter=",", head=HEAD):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([head.split(","), *rows])
    return text.getvalue().encode()


def read(data):
    found, problems = read_judgements(data)
    assert problems == []
    return found


def said(text):
    return [str(problem) for problem in read_judgements(f"{HEAD}\n{text}".encode())[1]]


@pytest.fixture(scope="module")
def records():
    return an_answering_class(12, gain=0.5, lost=0.2, lost_later=0.3)


def test_it_gives_back_the_records(records):
    assert list(read(as_csv(rows_of(records))).cells[Cell("", "")]) == records


def test_a_spreadsheet_writes_it_its_own_way(records):
    plain = read(as_csv(rows_of(records)))
    words = {"true": " Benar", "false": "SALAH"}
    phases = {"before": "pre", "after": "Sesudah", "later": "d30"}
    others = [
        [row[0], phases[row[1]], row[2].lower(), row[3], words[row[4]], row[5]] for row in rows_of(records)
    ]
    numbers = [[*row[:4], {"true": 1, "false": 0}[row[4]], row[5]] for row in rows_of(records)]

    assert read(b"\xef\xbb\xbf" + as_csv(others, ";")) == plain
    assert read(as_csv(numbers, "\t")) == plain


def test_columns_stand_in_any_order_and_others_are_not_looked_at(records):
    rows = [[row[5], "x", *row[:5]] for row in rows_of(records)]

    assert read(as_csv(rows, head="rating,note,learner,phase,form,item,truth")) == read(
        as_csv(rows_of(records))
    )


def test_the_order_of_rows_changes_no_figure(records):
    rows = list(rows_of(records))

    def figures(rows):
        return evidence(read(as_csv(rows)).cells[Cell("", "")], rounds=100)

    assert figures(rows[::-1]) == figures(rows)


def test_extra_columns_are_kept(records):
    head = f"{HEAD},technique,seen_before,course,group,set_aside,due"
    rows = rows_of(
        records[:1], technique="deepfake", seen="ya", course="jebakan", group="citizen", why="fast", due="no"
    )
    (cell, (record,)), *others = read(as_csv(rows, head=head)).cells.items()

    assert (cell, others) == (Cell("jebakan", "citizen"), [])
    assert (record.before.set_aside, record.due) == ("fast", False)
    assert {(answer.technique, answer.seen) for answer in record.before.answers} == {("deepfake", True)}


def test_tests_that_do_not_count_are_found_again():
    rows = [f"a,before,A,i{place},{'01'[place % 2]},{6 if place < 18 else 1}" for place in range(20)]
    rows += [f"b,before,A,i{place},{'01'[place % 2]},3" for place in range(15)]
    same, unfinished = read(f"{HEAD}\n{chr(10).join(rows)}".encode()).cells[Cell("", "")]

    assert (same.before.set_aside, unfinished.before.set_aside) == ("same", "unfinished")


def test_missing_phases_blank_ratings_and_refreshers_are_borne():
    found = read(
        f"{HEAD}\na,before,A,x,true,6\na,before,A,y,false,\nb,after,B,z,true,1\nc,refresher,-,w,true,6\n".encode()
    )
    ((record,),) = found.cells.values()

    assert (record.before.ratings.judged, record.after, record.later) == (1, None, None)
    assert found.without_before == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "2: Belum ada jawaban di berkas ini. Tulis satu baris untuk tiap jawaban."),
        ("a,before,A,x,true,7", '2: "7" di kolom rating bukan angka 1 sampai 6. 1 = pasti hoaks'),
        (
            "a,before,A,x,maybe,3",
            '2: "maybe" di kolom truth tidak dikenal. Yang dikenal: true, benar, 1, false',
        ),
        ("a,someday,A,x,true,3", '2: "someday" di kolom phase tidak dikenal. Yang dikenal: before, pre'),
        (
            "a,before,A,x,true,3\na,before,A,x,true,4",
            '3: Butir "x" untuk "a" di fase before sudah ada di baris 2.',
        ),
        ("a,before,A,x,true,3\na,before,B,y,true,4", '3: "a" di fase before punya paket A di baris 2.'),
        ("a,before,A,x,true,3\nb,before,A,x,false,4", '3: Butir "x" di baris 2 punya truth lain.'),
        (",before,A,x,true,3", '2: Kolom "learner" kosong.'),
        ("a,before,A,x,,3", '2: Kolom "truth" kosong.'),
        ("a,before,A,x,true", "2: Baris ini punya 5 kolom, padahal judulnya 6. Samakan jumlah kolomnya."),
        ('a,before,A,"x,true,3', "1: Berkas ini tidak terbaca sebagai CSV"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, expected):
    (problem,) = said(text)

    assert problem.startswith(expected)


def test_all_problems_are_said_at_once():
    assert [problem.partition(":")[0] for problem in said("a,before,A,x,true,9\n,before,A,y,ya,1\n")] == [
        "2",
        "3",
        "3",
    ]


@pytest.mark.parametrize("line", ["a,before,A,x,true,9", "a,before"])
def test_a_file_of_nothing_but_errors_is_not_read_to_its_end(line):
    problems = said("\n".join([line] * 50_000))

    assert len(problems) <= 102
    assert problems[-1].partition(": ")[2].startswith("Mulai baris ini berkasnya belum diperiksa.")


def test_a_learner_is_in_one_group_and_reasons_are_known():
    head = f"{HEAD},group,set_aside"
    _, problems = read_judgements(
        f"{head}\na,before,A,x,true,3,g,\na,before,A,y,true,3,h,\na,before,A,z,true,3,g,tired\n".encode()
    )

    assert [str(problem).partition(" Tulis")[0].partition(" Yang")[0] for problem in problems] == [
        '3: "a" di baris 2 ada di kursus atau kelompok lain.',
        '4: "tired" di kolom set_aside tidak dikenal.',
    ]


def test_missing_columns_and_other_encodings():
    assert '1: Kolom "truth" tidak ada.' in str(read_judgements(b"learner,phase,form,item,rating\n")[1][0])
    assert str(read_judgements(b"learner\n\xff")[1][0]).startswith("2: Berkas ini bukan teks UTF-8.")
