"""``flask analyse items`` as somebody types it who compares two systems."""

import json

import pytest

from app import create_app
from tests.domain.matrices import ALPHA, R_REST, SHARES, TEN_BY_FIVE
from tests.settings import settings_for


@pytest.fixture
def runner(tmp_path):
    """The commands of a site whose database does not exist: none is needed."""
    return create_app(settings_for(f"sqlite:///{tmp_path / 'none.sqlite'}", tmp_path)).test_cli_runner()


@pytest.fixture
def analyse(runner, tmp_path):
    """Runs the command on a file with these words; returns its exit status, output and complaints."""

    def run(text):
        path = tmp_path / "nilai.csv"
        path.write_text(text)
        result = runner.invoke(args=["analyse", "items", str(path)])
        return result.exit_code, result.stdout, result.stderr.replace(str(tmp_path) + "/", "")

    return run


def matrix(missing=()):
    lines = ["learner,question,mark,max_mark"]
    for learner, row in enumerate(TEN_BY_FIVE):
        lines += [
            f"p{learner},soal-{place},{mark},1"
            for place, mark in enumerate(row)
            if (learner, place) not in missing
        ]
    return "\n".join(lines)


def test_it_prints_the_figures_of_the_published_matrix(analyse):
    status, out, err = analyse(matrix())
    found = json.loads(out)

    assert (status, err) == (0, "")
    assert list(found) == ["items", "test"]
    assert [item["question"] for item in found["items"]] == [f"soal-{place}" for place in range(5)]
    assert list(found["items"][0]) == [
        "question",
        "n",
        "facility",
        "sd",
        "discrimination_index",
        "discriminative_efficiency",
        "effective_weight",
    ]
    names = "n mean median sd skewness kurtosis alpha error_ratio standard_error"
    assert list(found["test"]) == names.split()
    assert [item["facility"] for item in found["items"]] == pytest.approx([100 * p for p in SHARES])
    assert [item["discrimination_index"] for item in found["items"]] == pytest.approx(
        [100 * r for r in R_REST], abs=1e-6
    )
    assert found["test"]["alpha"] == pytest.approx(100 * ALPHA, abs=1e-6)
    assert (found["test"]["n"], found["test"]["mean"]) == (10, pytest.approx(58))


def test_a_question_without_an_answer_counts_as_nothing_earned(analyse):
    zeros = [(learner, place) for learner, row in enumerate(TEN_BY_FIVE) for place, mark in enumerate(row)]
    zeros = [(learner, place) for learner, place in zeros if not TEN_BY_FIVE[learner][place] and learner != 7]

    assert analyse(matrix(zeros)) == analyse(matrix())


def test_undefined_is_null(analyse):
    _, out, _ = analyse("learner,question,mark,max_mark\nani,q1,1,1\n")
    found = json.loads(out)

    assert found["items"] == [
        {
            "question": "q1",
            "n": 1,
            "facility": 100,
            "sd": None,
            "discrimination_index": None,
            "discriminative_efficiency": None,
            "effective_weight": None,
        }
    ]
    assert found["test"]["mean"] == 100
    assert found["test"]["alpha"] is None


def test_a_bad_file_says_where_and_prints_no_figures(analyse):
    status, out, err = analyse("learner,question,mark,max_mark\nani,q1,satu,1\nani,q2,3,1\n")

    assert (status, out) == (2, "")
    assert err == (
        'nilai.csv:2: "satu" di kolom mark bukan angka. Tulis angka, misalnya 1 atau 0.5.\n'
        "nilai.csv:3: Nilai 3 melebihi max_mark 1. Periksa kedua angkanya; mungkin kolomnya tertukar.\n"
    )


def test_a_missing_file_is_named(runner):
    result = runner.invoke(args=["analyse", "items", "tidak-ada.csv"])

    assert result.exit_code == 2
    assert "tidak-ada.csv" in result.stderr
