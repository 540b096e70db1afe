"""``make bench``: measures the site against a bare Flask and prints what it found, in about three minutes."""

import os
import sys
import time

from benchmarks import aims, first_visit, profiling, rounds, servers, signing_in, statements, weights
from benchmarks.aims import Aim
from benchmarks.people import People
from tests.faults.crowds import let_write

CROWD_SECONDS = 2


def main():
    """Measure everything and print it. This is no test: the exit status is 0 even when an aim is missed."""
    began = time.monotonic()
    found = []
    print(f"{os.cpu_count()} processors; load before: {os.getloadavg()[0]:.1f}")
    with servers.everything() as (hello, sites, missing):
        if missing:
            print(f"PostgreSQL is not measured: {missing}")
        found += print_cpu(hello, sites)
        found += print_pages(sites[0])
        found += print_first_visit(sites[0])
        found += [aim for site in sites for aim in print_crowd(site)]
        found += [aim for site in sites for aim in print_sign_ins(site)]
    print("\nAims")
    print(*found, sep="\n")
    print(f"\nMeasured in {time.monotonic() - began:.0f} seconds.")
    return 0


def print_cpu(hello, sites):
    """CPU and speed of the pages, and what was aimed for."""
    bare = rounds.hello_case(hello)
    cases = [case for site in sites for case in rounds.site_cases(site)]
    rounds.run([bare, *cases])
    how = f"{rounds.ROUNDS} interleaved rounds, {rounds.CONNECTIONS} connections, 2 workers"
    print(f"\nCPU time and speed: {how}")
    print("Medians [and the middle half]. The client shares the processors, so the speed is a lower bound.")
    print(f"{'':12}{'page':20}{'CPU ms a request':>24}{'times the hello':>22}{'requests/s':>12}{'aim':>6}")
    for case in [bare, *cases]:
        print(_line(case, rounds.times_hello(case, bare), _limit(case)))
    aimed = {case: _aim(case, bare) for case in cases if _limit(case)}
    print_where([case for case, aim in aimed.items() if aim.missed and case.measured is sites[0]], sites[0])
    return list(aimed.values())


def print_where(cases, site):
    """Where the time of these pages goes."""
    people = People(site.server.database_url, site.server.folder)
    try:
        for case in cases:
            shares = profiling.explain(people.app, case.some_requests())
            print(f"Where the time of “{case.page}” goes: {shares}")
    finally:
        people.close()


def _limit(case):
    return aims.CPU.get((case.measured.name, case.page))


def _aim(case, bare):
    times = rounds.times_hello(case, bare).median
    return Aim(f"{case.measured.name}: {case.page}", times, _limit(case), aims.TIMES_HELLO)


def _line(case, times, limit):
    cpu, rate = rounds.Figure.of(case.cpu), rounds.Figure.of(case.rate)
    return (
        f"{case.measured.name:12}{case.page:20}{_spread(cpu, 3):>24}{_spread(times, 2):>22}"
        f"{rate.median:>12,.0f}{limit or '':>6}"
    )


def _spread(figure, digits):
    return f"{figure.median:.{digits}f} [{figure.low:.{digits}f}–{figure.high:.{digits}f}]"


def print_pages(site):
    """Weight and statements of every page, and what was aimed for."""
    people = People(site.server.database_url, site.server.folder)
    try:
        pages = list(weights.learner_pages(people))
    finally:
        people.close()
    weighed = dict(weights.weigh(site.port, pages))
    counted = dict(statements.count(site.server.database_url, site.server.folder, pages))
    print("\nBytes on the wire with headers, and database statements")
    print(f"{'page':32}{'brotli':>10}{'gzip':>10}{'plain':>10}{'statements':>12}")
    for name, sizes in weighed.items():
        print(f"{name:32}" + "".join(f"{size:>10,}" for size in sizes.values()) + f"{counted[name]:>12}")
    is_lesson = {name: name.startswith("lesson ") for name in counted}
    most = {kind: max(n for name, n in counted.items() if is_lesson[name] is kind) for kind in (True, False)}
    return [Aim("a lesson", most[True], 1, "statement"), Aim("any other page", most[False], 4, "statements")]


def print_first_visit(site):
    """The first visit to a lesson, and what was aimed for."""
    seen = first_visit.visit(f"{site.server.url}/kursus/jebakan/berkas-apk")
    if seen is None:
        print("\nNo Chromium here, so no first visit: `apt install chromium`")
        return [Aim("first visit", None, 1, "")]
    print(
        f"\nFirst visit to a lesson, slow 3G and CPU × {first_visit.SLOWER}: {seen.requests} request, "
        f"{seen.bytes:,} bytes, first contentful paint after {seen.first_paint:.0f} ms "
        f"(median of {first_visit.VISITS})"
    )
    return [
        Aim("first visit to a lesson", seen.requests, 1, "request"),
        Aim("first visit to a lesson", seen.bytes / 1024, 14, "KB"),
        Aim("first contentful paint", seen.first_paint / 1000, 1, "seconds"),
    ]


def print_crowd(site):
    """Sixty-four writers at once, and what was aimed for."""
    crowd = let_write(site.server.database_url, CROWD_SECONDS)
    rate = crowd.writes / CROWD_SECONDS
    print(f"\n64 writers on {site.name}: {rate:,.0f} durable writes a second, slowest {crowd.slowest:.0f} ms")
    print(*crowd.errors or ["No errors."], sep="\n")
    return [Aim(f"{site.name}: 64 writers", len(crowd.errors), 0, "errors")]


def print_sign_ins(site):
    """A lesson while people sign in, and what was aimed for."""
    quiet, busy = signing_in.measure(site)
    print(
        f"\nA lesson on {site.name}: median {quiet.median:.1f} ms, p99 {quiet.p99:.1f} ms; while "
        f"{busy.signed_in:.0f} people sign in a second: median {busy.median:.1f} ms, p99 {busy.p99:.1f} ms"
    )
    return [Aim(f"{site.name}: lesson's p99 during sign-ins", busy.p99 / quiet.p99, 3, "times the quiet p99")]


if __name__ == "__main__":
    sys.exit(main())
