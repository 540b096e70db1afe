"""What every learner's page weighs on the wire, headers and all."""

from benchmarks.driving import ask, get

LESSONS = 4  # of each is one line enough
ENCODINGS = ("br", "gzip", "identity")


def learner_pages(people):
    """(name, path, cookie) of every learner's page; *people* makes those who have something to show."""
    sitting, finished = people.sitting(1)[0], people.finished()
    place = sitting.place
    returning = people.returning()[0]
    yield from (
        ("home", "/", ""),
        ("courses", "/kursus", ""),
        ("course", f"/kursus/{place.course}", ""),
    )
    for other in people.places[:LESSONS]:
        yield f"lesson {other.lesson}", f"/kursus/{other.course}/{other.lesson}", ""
    yield "quiz", f"/kuis/{place.course}/{place.slug}", ""
    for number, question in enumerate(_kinds(sitting), start=1):
        yield f"question, {question}", sitting.path(number), sitting.cookie
    for number, question in enumerate(_kinds(finished), start=1):
        yield f"answer, {question}", finished.path(number), finished.cookie
    yield "result", finished.path(), finished.cookie
    yield "/kemajuan", "/kemajuan", returning
    yield "report a mistake", "/laporkan", ""
    yield "about", "/tentang", ""
    yield "accessibility", "/aksesibilitas", ""


def weigh(port, pages):
    """(name, bytes by encoding) of each page."""
    return [
        (name, {one: _size(port, path, cookie, one) for one in ENCODINGS}) for name, path, cookie in pages
    ]


def _size(port, path, cookie, encoding):
    answer = ask(port, get(path, cookie, encoding))
    assert answer.startswith(b"HTTP/1.1 200"), f"{path} answered {answer[:40]!r}"
    return len(answer)


def _kinds(sitting):
    return [question.kind.replace("_", " ") for question in sitting.questions]
