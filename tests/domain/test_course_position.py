"""One line of a course's text is changed, and nothing else."""

import pytest

from literasi.domain.courses import parse_course, with_position
from tests import make

BODY = make.COURSE + "\nposition: 3\n"


@pytest.mark.parametrize("source", [make.COURSE, BODY, make.COURSE.replace("position: 1", "position:   1 ")])
def test_only_the_position_changes(source):
    changed = with_position(source, 12)

    assert parse_course(changed)[0].position == 12
    assert with_position(changed, 1) == source
    assert len(changed) == len(source) + 1


@pytest.mark.parametrize("source", ["", "position: 1", make.COURSE.replace("position: 1", 'position: "1"'),
                                    make.COURSE.replace("position", "tempat")])  # fmt: skip
def test_what_cannot_be_found_is_said(source):
    changed = with_position(source, 12)

    assert changed is None or parse_course(changed)[0] is None
