"""Wrong settings end the start with their mend, and never with a trace or a password."""

import os
import subprocess
import sys

import pytest

from literasi.config import ROOT, InvalidSettings, Settings

WRONG = {
    "LITERASI_URL": ["https://[bad", "http://host:port", "ftp://x", "https://x/y"],
    "LITERASI_DATABASE_URL": [
        "postgresql://u:rahasia@h:bad/d",
        "postgresql+psycopg://u:rahasia@h:bad/d",
        "mysql://u:rahasia@[h/d",
    ],
    "LITERASI_SECRET_KEY": ["x", "x" * 31],
    "PORT": ["abc", "0", "-1", "70000", "²"],
    "LITERASI_WORKERS": ["many"],
    "LITERASI_SMTP_URL": ["mail.example", "http://mail.example", "smtp://u:rahasia@h:x", "smtp://h/path"],
    "LITERASI_MAIL_FROM": ["Literasi", "a@b.example\nBcc: c@d.example"],
    "LITERASI_PROXY_HOPS": ["9"],
    "LITERASI_REDIS_URL": ["127.0.0.1:6379", "http://h", "redis://:rahasia@h:x", "redis://", "memory://"],
    "LITERASI_METRICS": ["9100", "localhost", "127.0.0.1:8000", "h:99999", "u@h:1", "h:1/x", ":9100"],
    "LITERASI_LOG": ["JSON", "verbose"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in WRONG for value in WRONG[name]])
def test_a_wrong_setting_names_itself_and_its_mend(tmp_path, name, value):
    with pytest.raises(InvalidSettings, match=name) as told:
        Settings.from_environment({"LITERASI_DATA": str(tmp_path), name: value})

    assert "rahasia" not in str(told.value)


@pytest.mark.parametrize("content", [b"\xff\xfe" * 32, b"short"])
def test_a_damaged_key_file_is_named(tmp_path, content):
    (tmp_path / "secret_key").write_bytes(content)

    with pytest.raises(InvalidSettings, match=r"secret_key .*Delete it"):
        Settings.from_environment({"LITERASI_DATA": str(tmp_path)})


def test_long_enough_keys_are_taken(tmp_path):
    given = Settings.from_environment({"LITERASI_DATA": str(tmp_path), "LITERASI_SECRET_KEY": "x" * 32})
    kept = Settings.from_environment({"LITERASI_DATA": str(tmp_path)})

    assert (given.secret_key, len(kept.secret_key)) == ("x" * 32, 64)


@pytest.mark.slow
@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize(
    "command", [["-m", "flask", "--app", "app", "doctor"], ["serve.py"]], ids=["doctor", "serve"]
)
def test_the_commands_say_it_without_a_trace(tmp_path, name, command):
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "LITERASI_DATA": str(tmp_path), name: WRONG[name][0]},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Literasi: {name}")
    assert "Traceback" not in ended.stderr
