"""Is all well? Each thing that can be wrong is named, and nothing else is."""

from datetime import timedelta

import pytest

from literasi.domain.job_times import ALLOWED, BACKUP, lateness
from literasi.domain.well_being import Concern, Finding, Seen, findings
from tests import make

GIB = 1024**3
FINE = {
    "is_newest_schema": True,
    "free_bytes": 50 * GIB,
    "disk_bytes": 100 * GIB,
    "open_errors": 0,
    "backup_age": timedelta(hours=3),
    "is_backup_late": False,
    "late_jobs": 0,
    "given_up": 0,
    "oldest_wait": timedelta(minutes=2),
    "late_requests": 0,
    "conflicts": 0,
    "unreadable": 0,
}
WRONG = {
    Concern.SCHEMA: {"is_newest_schema": False},
    Concern.DISK: {"free_bytes": GIB},
    Concern.ERRORS: {"open_errors": 1},
    Concern.NO_BACKUP: {"backup_age": None, "is_backup_late": True},
    Concern.BACKUP_LATE: {"is_backup_late": True},
    Concern.JOBS_LATE: {"late_jobs": 1},
    Concern.MESSAGES_GIVEN_UP: {"given_up": 1},
    Concern.MESSAGES_LATE: {"oldest_wait": timedelta(hours=2)},
    Concern.REQUESTS_LATE: {"late_requests": 1},
    Concern.CONFLICTS: {"conflicts": 1},
    Concern.UNREADABLE: {"unreadable": 1},
}


def test_all_is_well():
    assert findings(Seen(**FINE)) == ()
    assert findings(Seen(**FINE | {"oldest_wait": None, "free_bytes": GIB, "disk_bytes": 2 * GIB})) == ()


@pytest.mark.parametrize("concern", Concern)
def test_one_thing_wrong_is_named_alone(concern):
    assert findings(Seen(**FINE | WRONG[concern])) == (Finding(concern, 1),)


def test_the_worst_comes_first():
    everything = {name: value for values in WRONG.values() for name, value in values.items()}

    assert [one.concern for one in findings(Seen(**FINE | everything | {"backup_age": None}))] == [
        concern for concern in Concern if concern is not Concern.BACKUP_LATE
    ]


def test_a_job_is_late_when_it_has_not_ended_well_for_longer_than_allowed():
    allowed = ALLOWED[BACKUP]

    assert lateness(BACKUP, make.NOW - allowed, now=make.NOW) is None
    assert lateness(BACKUP, make.NOW - 2 * allowed, now=make.NOW) == allowed
    assert lateness("surat", None, now=make.NOW) is not None
    assert lateness("now and then", None, now=make.NOW) is None
