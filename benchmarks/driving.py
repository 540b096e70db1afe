"""Keeps a server busy: a few connections, each sending its next request when the last is answered.

One thread and no HTTP library, because the server needs the same two cores.
"""

import select
import socket
import time
from collections import Counter
from dataclasses import dataclass, field

MOST_SECONDS = 30  # a server that stops answering ends the measurement, not the patience


class WrongAnswer(Exception):
    """The server did not answer what was to be measured."""


@dataclass
class Drive:
    """What came back: how many answers in how many seconds, and their statuses."""

    answers: int = 0
    seconds: float = 0.0
    statuses: Counter = field(default_factory=Counter)


class Line:
    """One connection and the requests that it still has to send."""

    def __init__(self, port, requests):
        self.requests = iter(requests)
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=MOST_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._got, self._wanted = b"", 0

    def send_next(self):
        """Whether there was another request to send."""
        request = next(self.requests, None)
        if request is None:
            return False
        self.socket.sendall(request)
        self._got, self._wanted = b"", 0
        return True

    def receive(self):
        """The whole answer once it is there; None before."""
        got = self.socket.recv(65_536)
        if not got:
            raise WrongAnswer(f"the connection was closed after {self._got[:200]!r}")
        self._got += got
        if not self._wanted and (end := self._got.find(b"\r\n\r\n")) >= 0:
            self._wanted = end + 4 + _content_length(self._got[:end])
        return self._got if self._wanted and len(self._got) >= self._wanted else None


def drive(port, requests, seconds, status):
    """Send *requests*, one sequence a connection, for *seconds* or until they end.

    Raises WrongAnswer unless every answer has this *status*.
    """
    lines = {line.socket.fileno(): line for line in (Line(port, sequence) for sequence in requests)}
    try:
        done = _keep_busy(lines, seconds)
    finally:
        for line in lines.values():
            line.socket.close()
    if set(done.statuses) != {status}:
        raise WrongAnswer(f"expected only {status}, got {dict(done.statuses)}")
    return done


def _keep_busy(lines, seconds):
    done, began = Drive(), time.monotonic()
    waiting = {number for number, line in lines.items() if line.send_next()}
    with select.epoll() as poll:
        for number in waiting:
            poll.register(number, select.EPOLLIN)
        while waiting and done.seconds < MOST_SECONDS:
            for number, _ in poll.poll(1):
                if (answer := lines[number].receive()) is None:
                    continue
                done.answers += 1
                done.statuses[int(answer[9:12])] += 1
                if done.seconds >= seconds or not lines[number].send_next():
                    waiting.discard(number)
            done.seconds = time.monotonic() - began
    return done


def ask(port, request):
    """One request on a connection of its own; the whole answer, headers and all."""
    line = Line(port, [request])
    try:
        line.send_next()
        while (answer := line.receive()) is None:
            pass
        return answer
    finally:
        line.socket.close()


def get(path, cookie="", encoding="br, gzip"):
    """The bytes of a GET as a phone's browser sends it."""
    return _request(f"GET {path} HTTP/1.1", cookie, encoding, b"")


def post(path, body, cookie, encoding="br, gzip"):
    """The bytes of a form as a phone's browser sends it."""
    return _request(f"POST {path} HTTP/1.1", cookie, encoding, body)


def _request(first, cookie, encoding, body):
    lines = [first, "Host: 127.0.0.1", f"Accept-Encoding: {encoding}", "Accept: text/html"]
    if cookie:
        lines.append(f"Cookie: literasi={cookie}")
    if body:
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines += ["Sec-Fetch-Site: same-origin", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _content_length(head):
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    raise WrongAnswer(f"an answer of unknown length: {head[:200]!r}")
