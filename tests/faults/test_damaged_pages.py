"""Pages of the SQLite file are overwritten: starting and ``integrity`` say so, and no trace is ever shown."""

import logging
import random
import re
import shutil

import pytest

from tests.experiments import SEED
from tests.faults.phones import Phone
from tests.live import LiveServer

log = logging.getLogger(__name__)  # seen with `pytest --log-cli-level=INFO`

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]
PAGE = 4096
ROUNDS = 4


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A folder with a whole database, everything in one file."""
    folder = tmp_path_factory.mktemp("sound")
    LiveServer(folder).prepare()
    return folder


def damaged(sound, folder, *, seed, pages):
    """A copy of *sound* in which so many pages hold noise; never the first, which says that it is SQLite."""
    shutil.copytree(sound, folder)
    dice, path = random.Random(seed), folder / "literasi.sqlite"
    with path.open("r+b") as file:
        for number in dice.sample(range(1, path.stat().st_size // PAGE), pages):
            file.seek(number * PAGE)
            file.write(dice.randbytes(PAGE))
    return LiveServer(folder, workers=1)


def test_a_damaged_file_is_refused_at_the_start_and_named(sound, tmp_path, tell):
    server = damaged(sound, tmp_path / "one", seed=SEED, pages=8)
    started = server.command("prepare")
    assert started.returncode == 1, started.stdout
    assert "The database is damaged; nothing was changed." in started.stdout
    assert "Traceback" not in started.stdout
    inspected = server.command("integrity")
    assert inspected.returncode == 1
    assert "RUSAK  the database is whole" in inspected.stdout
    assert "bring back the newest backup" in inspected.stdout
    assert "Traceback" not in inspected.stdout
    tell(17, faults=1, acknowledged=0)


@pytest.mark.parametrize("first_bytes", [b"", b"x" * 100])
def test_what_is_no_database_is_refused(sound, tmp_path, first_bytes):
    server = LiveServer(tmp_path, workers=1)
    shutil.copytree(sound, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "literasi.sqlite"
    path.write_bytes(first_bytes + path.read_bytes()[len(first_bytes) :] if first_bytes else b"x" * PAGE)
    started = server.command("prepare")
    assert started.returncode == 1
    assert "The database is damaged" in started.stdout
    assert "Traceback" not in started.stdout


@pytest.mark.long
@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_damaged_file_that_is_served_all_the_same(sound, tmp_path, number, tell, monkeypatch):
    """No trace, no error of ours. Noise that looks like a row is not noticed: so `prepare` comes first."""
    with LiveServer(sound, is_prepared=True, workers=1) as server:
        addresses, whole = look_around(server)
    broken = damaged(sound, tmp_path / "site", seed=SEED + number, pages=12)
    assert broken.command("prepare").returncode == 1, "the site would have started on it"
    monkeypatch.setattr("tests.live.SECONDS_TO_START", 8)
    try:
        broken.start()
    except AssertionError:
        tell(17, faults=1, acknowledged=0)
        return
    try:
        phone = Phone(broken.port)
        replies = {address: phone.get(address) for address in addresses}
        phone.hang_up()
    finally:
        broken.stop()
    for address, reply in replies.items():
        assert reply.status in {200, 404, 503}, f"{address}: {reply.status}\n{broken.log()[-3000:]}"
    same = [words(reply.text) == whole[address] for address, reply in replies.items() if reply.status == 200]
    log.info(
        "%s pages as they were, %s others, %s not", sum(same), len(same) - sum(same), len(replies) - len(same)
    )
    tell(17, faults=1, acknowledged=0)


def look_around(server):
    """Some addresses that anybody may open, and what they say."""
    phone = Phone(server.port)
    addresses = [
        "/",
        "/kursus",
        "/kursus/jebakan",
        "/kursus/jebakan/berkas-apk",
        "/cari?q=apk",
        "/kuis/jebakan/berkas-apk",
    ]
    whole = {address: words(phone.get(address).text) for address in addresses}
    phone.hang_up()
    return addresses, whole


def words(text):
    """The page without what differs each time: the port, and the tokens of its forms."""
    return re.sub(r'127\.0\.0\.1(:|%3A)\d+|name="csrf_token" value="[^"]*"', "", text)
