"""Serving: workers that die are replaced, a second start changes nothing, and gunicorn can stand in."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from literasi.config import ROOT
from tests.live import LiveServer

GUNICORN = ("-m", "gunicorn", "--workers", "2", "--bind", "127.0.0.1:{port}", "app:create_app()")
SECONDS_TO_RECOVER = 15

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """What ``flask prepare`` makes, for copying."""
    folder = tmp_path_factory.mktemp("prepared")
    LiveServer(folder).prepare()
    return folder


@pytest.fixture
def folder(prepared, tmp_path):
    """A prepared folder of this test's own."""
    return shutil.copytree(prepared, tmp_path / "site")


@pytest.fixture
def server(folder):
    with LiveServer(folder, is_prepared=True) as server:
        yield server


def kill_one(server):
    os.kill(server.workers()[-1], signal.SIGKILL)


def wait_for_two_workers(server):
    for _ in range(SECONDS_TO_RECOVER * 20):
        if len(server.workers()) == 2 and server.answers():
            return
        time.sleep(0.05)
    raise AssertionError(f"the workers are {server.workers()}:\n{server.log()}")


def test_two_workers_serve_and_a_dead_one_is_replaced(server):
    before = server.workers()
    assert len(before) == 2
    kill_one(server)
    time.sleep(0.2)
    wait_for_two_workers(server)
    assert set(server.workers()) != set(before)


def test_the_site_outlives_a_worker_that_dies_again_at_once(server):
    """granian itself gives up then; serve.py starts it anew."""
    for _ in range(8):
        wait_for_two_workers(server)
        kill_one(server)
        time.sleep(0.7)  # until granian has noticed
        if "crash loop" in server.log():
            break
    wait_for_two_workers(server)
    assert "crash loop" in server.log()


@pytest.mark.parametrize("as_ctrl_c", [False, True], ids=["SIGTERM", "Ctrl+C"])
def test_a_stop_is_a_stop_even_after_a_worker_fell(server, as_ctrl_c):
    kill_one(server)
    time.sleep(6)  # a worker that falls twice within 5.5 seconds is another story

    assert server.stop(as_ctrl_c=as_ctrl_c) == 0
    assert server.log().count("Starting granian") == 1


def test_a_second_start_changes_nothing(server):
    again = server.command("prepare")
    assert again.returncode == 0
    assert "0 diterbitkan" in again.stdout


@pytest.mark.parametrize("words", [[], ["--ask"]], ids=["serve", "ask"])
def test_a_taken_port_is_named(server, words):
    environment = {**os.environ, "PORT": str(server.port), "LITERASI_DATA": str(server.folder)}
    second = subprocess.run(
        [sys.executable, "serve.py", *words],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert f"Port {server.port} is taken" in second.stderr


def test_gunicorn_stands_in(folder):
    with LiveServer(folder, program=GUNICORN, is_prepared=True) as server:
        assert server.answers()
