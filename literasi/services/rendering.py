"""Rendering texts in a child process that may neither run long nor grow large.

The Markdown library can be made to run for minutes by a few kilobytes of text. So it never runs in the
process that serves people: a child renders one text after the other, and when it dies, the text it was
working on is the guilty one.
"""

import json
import os
import selectors
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from literasi.domain.media import Media
from literasi.domain.problems import Problem

CPU_SECONDS = 2
MEGABYTES = 512
CLOSING_SECONDS = 0.5
WALL_SECONDS = 20.0  # for a child that waits instead of working; a busy machine must not blame a good text
_HOME = Path(__file__).parents[2]
_TOO_SLOW = Problem(
    1,
    f"Teks ini tidak selesai diolah dalam {CPU_SECONDS} detik.",
    "Cari bagian dengan banyak tanda kurung atau tanda baca berulang, lalu hapus atau sederhanakan.",
)
_FAILED = Problem(
    1,
    "Teks ini tidak dapat diolah.",
    "Hapus bagian yang terakhir Anda ubah, lalu coba lagi sedikit demi sedikit.",
)
_NO_RENDERER = "the rendering process ended before it took its first text"


@dataclass(frozen=True)
class RenderTask:
    """A text to render: a whole file, or bare Markdown; *media* are the pictures that it may name."""

    kind: Literal["course", "lesson", "quiz", "bank", "markdown"]
    text: str
    media: Media = field(default_factory=dict)


@dataclass(frozen=True)
class Rendered:
    """What ``literasi.domain.markup`` made of a text, and which version of it did."""

    html: dict[str, Any]
    version: int


def render(documents: Sequence[RenderTask]) -> list[Rendered | Problem]:
    """Render *documents* in one child process, or in more where a text ended one.

    Returns for each document, in order, its HTML or the problem that keeps it from being shown.
    Raises RuntimeError when no child can be started at all.
    """
    results: list[Rendered | Problem] = []
    child: _Child | None = None
    try:
        for document in documents:
            child = child or _Child()
            result = child.render(document)
            if result is None:
                result = _blame(child.close())
                child = None
            results.append(result)
    finally:
        if child:
            child.close()
    return results


def _blame(exit_code: int) -> Problem:
    """What to say of the text over which a child ended: stopped by a limit, or broken off by itself."""
    return _TOO_SLOW if exit_code < 0 else _FAILED


class _Child:
    """One process of ``python -m literasi.domain.markup``; it inherits no settings and no secrets."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "literasi.domain.markup", str(CPU_SECONDS), str(MEGABYTES)]
        self.process = subprocess.Popen(  # noqa: S603  (our own program and two numbers)
            command,
            cwd=_HOME,
            env={"PYTHONUTF8": "1", "PATH": os.environ.get("PATH", "")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.waiting = b""
        if self._ask({"kind": "markdown", "text": ""}) is None:
            self.close()
            raise RuntimeError(_NO_RENDERER)

    def render(self, document: RenderTask) -> Rendered | Problem | None:
        """The result for one document, or None when the child ended over it."""
        answer = self._ask({"kind": document.kind, "text": document.text, "media": dict(document.media)})
        if answer is None:
            return None
        if "problem" in answer:
            return Problem(*answer["problem"])
        return Rendered(answer["html"], answer["version"])

    def _ask(self, task: dict[str, Any]) -> dict[str, Any] | None:
        stdin = self.process.stdin
        assert stdin is not None
        try:
            stdin.write(json.dumps(task).encode() + b"\n")
            stdin.flush()
        except BrokenPipeError:
            return None
        line = self._read_line()
        return json.loads(line) if line else None

    def _read_line(self) -> bytes:
        """One line of the child's answer; nothing when it ended or kept us waiting too long."""
        stdout = self.process.stdout
        assert stdout is not None
        with selectors.DefaultSelector() as ready:
            ready.register(stdout, selectors.EVENT_READ)
            while b"\n" not in self.waiting:
                if not ready.select(WALL_SECONDS):
                    return b""
                part = os.read(stdout.fileno(), 65536)
                if not part:
                    return b""
                self.waiting += part
        line, _, self.waiting = self.waiting.partition(b"\n")
        return line

    def close(self) -> int:
        """End the process, free what it holds, and return how it ended."""
        if self.process.stdout:
            self.process.stdout.close()
        with suppress(BrokenPipeError):  # it died while something was still to be written
            if self.process.stdin:
                self.process.stdin.close()
        try:
            return self.process.wait(CLOSING_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
