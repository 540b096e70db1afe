"""``flask simulate discernment`` piped into ``flask analyse discernment``, and how good its intervals are."""

import json

import pytest

from app import create_app
from literasi.domain.evidence import evidence, harm
from literasi.domain.evidence.method import METHOD_HASH
from literasi.domain.judgement_files import Cell, read_judgements
from tests.settings import settings_for


@pytest.fixture
def run(tmp_path):
    """Runs a command of a site whose database does not exist; returns its status, output and complaints."""
    runner = create_app(settings_for(f"sqlite:///{tmp_path / 'none.sqlite'}", tmp_path)).test_cli_runner()

    def invoke(*words, typed=None):
        result = runner.invoke(args=list(words), input=typed)
        return result.exit_code, result.stdout, result.stderr

    return invoke


def test_a_simulated_class_is_analysed_by_the_function_of_the_pages(run):
    _, simulated, _ = run("simulate", "discernment", "--learners", "40", "--gain", "1", "--lost", "0.1")
    status, out, err = run("analyse", "discernment", "-", typed=simulated)
    (group,) = json.loads(out)["groups"]
    records = read_judgements(simulated.encode())[0].cells[Cell("", "")]

    assert (status, err) == (0, "")
    assert simulated.count("\n") > 1900
    assert group.pop("harm") is None is harm(records)
    assert (group.pop("course"), group.pop("group")) == (None, None)
    assert group == json.loads(json.dumps(evidence(records).to_json()))
    assert group["method_hash"] == METHOD_HASH


def test_the_same_seed_simulates_the_same_class(run):
    one, same, other = (run("simulate", "discernment", "--learners", "5", "--seed", seed) for seed in "112")

    assert one == same != other


def test_harm_is_in_the_figures(run):
    _, simulated, _ = run("simulate", "discernment", "--bias-shift", "0.8", "--gain", "0")
    _, out, _ = run("analyse", "discernment", "-", typed=simulated)

    assert json.loads(out)["groups"][0]["harm"]["by_bias"] is True


def test_each_course_and_each_group_in_it_has_its_figures(run, tmp_path):
    lines = ["learner;phase;form;item;truth;rating;course;group"]
    for course, group in (("a", "x"), ("a", "y"), ("b", "x")):
        lines += [
            f"{course}{group};before;A;i{place};{place % 2};{1 + place % 6};{course};{group}"
            for place in range(20)
        ]
    path = tmp_path / "jawaban.csv"
    path.write_text("\n".join(lines))
    _, out, _ = run("analyse", "discernment", str(path))
    found = [(one["course"], one["group"], one["starters"]) for one in json.loads(out)["groups"]]

    assert found == [("a", None, 2), ("a", "x", 1), ("a", "y", 1), ("b", None, 1)]


def test_problems_are_printed_with_their_lines(run):
    status, out, err = run(
        "analyse", "discernment", "-", typed="learner,phase,form,item,truth,rating\na,x,A,i,?,9\n"
    )

    assert (status, out) == (2, "")
    assert [line.split(":")[1] for line in err.splitlines()] == ["2", "2", "2"]


@pytest.mark.slow
def test_coverage_is_printed_as_json(run):
    words = ["--learners", "30", "--runs", "20", "--expected-from", "10000", "--lost-later", "1"]
    status, out, _ = run("simulate", "discernment", *words)
    report = json.loads(out)

    assert status == 0
    assert (report["runs"], report["learners"]) == (20, 30)
    assert report["figures"]["gain"]["coverage"] > 0.8
    assert 0 < report["shrinkage"] < 0.3
