"""Interleaved rounds: every page once a round, in another order each time, so that none has all the luck."""

import random
import statistics
from dataclasses import dataclass, field
from itertools import chain

from benchmarks.driving import ask, drive, get
from benchmarks.people import People

ROUNDS, SECONDS, CONNECTIONS = 6, 1.2, 8
ANSWERING = 96  # learners who answer a whole quiz in each round
QUESTIONS_A_SITTING = 3
SEED = 20_261_123


@dataclass(eq=False)
class Case:
    """One page on one server. ``requests(round)`` gives one sequence of requests for each connection."""

    page: str
    measured: object
    requests: object
    status: int = 200
    seconds: float = SECONDS
    cpu: list[float] = field(default_factory=list)  # milliseconds a request, one figure a round
    rate: list[float] = field(default_factory=list)  # requests per second

    def some_requests(self):
        """Requests for looking closer, besides those of the rounds."""
        return chain.from_iterable(self.requests(ROUNDS + 1))

    def measure(self, number):
        """Drive it once and keep the figures; round 0 only warms it up."""
        before = self.measured.cpu()
        done = drive(self.measured.port, self.requests(number), self.seconds, self.status)
        spent = self.measured.cpu() - before
        if number:
            self.cpu.append(1000 * spent / done.answers)
            self.rate.append(done.answers / done.seconds)


@dataclass(frozen=True)
class Figure:
    """The middle of the rounds, and the middle half of them."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values):
        """The figure of some rounds."""
        low, median, high = statistics.quantiles(values, n=4, method="inclusive")
        return cls(median, low, high)


def run(cases):
    """Measure every case in every round."""
    order = random.Random(SEED)
    for number in range(ROUNDS + 1):
        for case in order.sample(cases, len(cases)):
            case.measure(number)


def times_hello(case, hello):
    """CPU a request as a multiple of the hello's in the same round."""
    return Figure.of([own / bare for own, bare in zip(case.cpu, hello.cpu, strict=True)])


def hello_case(measured):
    """The bare hello, which must not be the site by mistake."""
    assert ask(measured.port, get("/")).endswith(b"\r\n\r\nhello")
    return Case("bare hello", measured, lambda _: _forever([get("/")]))


def site_cases(measured):
    """The pages that the aims are about, on one site, with learners to ask for them."""
    server = measured.server
    people = People(server.database_url, server.folder)
    try:
        lessons = [f"/kursus/{place.course}/{place.lesson}" for place in people.places]
        cookies = people.returning()
        sitting = people.sitting(40)
        saves = [[people.answers_of(one) for one in people.sitting(ANSWERING)] for _ in range(ROUNDS + 2)]
        saves = [_split([list(answers) for answers in a_round]) for a_round in saves]
    finally:
        people.close()
    read = [get(path, cookie) for path in lessons for cookie in cookies]
    ask = [get(one.path(number + 1), one.cookie) for one in sitting for number in range(len(one.questions))]
    return [
        Case("lesson, guest", measured, lambda _: _forever([get(path) for path in lessons])),
        Case("lesson, returning", measured, lambda _: _forever(read)),
        Case("quiz question", measured, lambda _: _forever(ask)),
        Case("answer save", measured, saves.__getitem__, status=303, seconds=20),
        Case("/kemajuan", measured, lambda _: _forever([get("/kemajuan", cookie) for cookie in cookies])),
    ]


def _forever(requests):
    """The same requests again and again, each connection beginning somewhere else."""
    return [_from(requests, number * 7) for number in range(CONNECTIONS)]


def _from(requests, start):
    while True:
        yield requests[start % len(requests)]
        start += 1


def _split(sequences):
    """Sequences of requests, dealt to the connections; each sequence stays in its order."""
    return [
        [request for sequence in sequences[number::CONNECTIONS] for request in sequence]
        for number in range(CONNECTIONS)
    ]
