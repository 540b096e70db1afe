"""A number is mended once, and every page that names it says the new one."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from literasi.database import db, writing
from literasi.domain.channels import ChannelKind
from literasi.models import AuditEvent, Channel
from literasi.queries.channels import one_channel
from literasi.services import keeping_channels, publishing
from literasi.services.keeping_channels import Said, StillNamed
from tests import make
from tests.browsing import Browser

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SAID = Said("Pusat darurat", "112", "", "", date(2026, 11, 20), date(2099, 1, 1), is_uncertain=False)
NAME = "call-center-112"
LESSON = make.LESSON + "\n## Satu menit sekarang\n\nHubungi {kanal:call-center-112} lebih dulu.\n"
QUIZ = make.quiz_text("langsung").replace("  > ", "  > Hubungi {kanal:call-center-112}. ")
ADDRESS = "/kursus/jebakan/berkas"


@pytest.fixture
def named(app):
    """A site with a lesson that names a channel."""
    with app.app_context(), writing(db.session()) as session:
        make.channel(session, NAME)
        make.published(session)
        make.another_lesson(session, "berkas", LESSON, position=1, now=NOW)


def say(app, value):
    with app.app_context(), writing(db.session()) as session:
        shown = one_channel(session, NAME).changed_at
        said = replace(SAID, value=value)
        keeping_channels.change(session, NAME, said, shown_at=shown, by_id=None, now=NOW)


def test_a_lesson_says_the_new_number_and_its_etag_changes(app, client, named):
    first = client.get(ADDRESS)
    assert '<a href="tel:112">112</a>' in first.text
    assert "diperiksa 20 November 2026" in first.text
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get(ADDRESS, headers=known).status_code == 304
    say(app, "0541 123456")
    changed = client.get(ADDRESS, headers=known)
    assert changed.status_code == 200
    assert '<a href="tel:0541123456">' in changed.text
    assert ">112<" not in changed.text


def test_feedback_says_what_the_number_is_today(app):
    world = make.World(app, quiz_source=QUIZ)
    client = world.client("owner")
    for number in (1, 2, 3):
        fields = {**world.token_for(client, "POST"), "answer": ["a"], "count": "0"}
        client.post(f"/percobaan/{world.attempt_id}/{number}", data=fields)
    pages = "".join(client.get(f"/percobaan/{world.attempt_id}/{one}").text for one in (1, 2, 3))
    assert 'Hubungi <a href="tel:112">112</a>' in pages
    say(app, "110")
    pages = "".join(client.get(f"/percobaan/{world.attempt_id}/{one}").text for one in (1, 2, 3))
    assert 'Hubungi <a href="tel:110">110</a>' in pages
    assert "kanal:" not in pages


def test_a_channel_that_live_texts_name_is_not_retired(app, named):
    with app.app_context(), writing(db.session()) as session:
        with pytest.raises(StillNamed) as refused:
            keeping_channels.retire(session, NAME, by_id=None, now=NOW)
        assert refused.value.texts == ("courses/jebakan/berkas",)
        make.another_lesson(session, "berkas", position=1, now=NOW)
        keeping_channels.retire(session, NAME, by_id=None, now=NOW)
        with pytest.raises(publishing.UnknownChannel, match=NAME):
            make.another_lesson(session, "berkas", LESSON, position=1, now=NOW)


def test_who_changes_what_another_changed_is_told(app, named):
    later = datetime(2026, 11, 24, tzinfo=UTC)
    with (
        app.app_context(),
        writing(db.session()) as session,
        pytest.raises(keeping_channels.ChangedMeanwhile),
    ):
        keeping_channels.change(session, NAME, SAID, shown_at=later, by_id=None, now=NOW)


def test_every_change_is_in_the_audit_with_old_and_new(app, named):
    say(app, "110")
    with app.app_context():
        found = db.session.query(AuditEvent).filter_by(action="channel.changed").one()
        assert found.details == {"value": "110", "value_before": "112"}


def test_the_public_page_lists_what_is_in_use_and_escapes_it(app, client, named):
    hostile = replace(SAID, title='<b onclick="x">', value="<script>1</script>", note="<i>")
    with app.app_context(), writing(db.session()) as session:
        keeping_channels.add(session, "jahat", ChannelKind.OFFICE, hostile, by_id=None, now=NOW)
    page = client.get("/kontak").text
    assert 'href="tel:112"' in page
    assert "<script>1" not in page
    assert "<b onclick" not in page
    assert "20 November 2026" in page


def test_an_operator_adds_one_sees_what_changes_and_changes_it(app):
    operator = Browser(make.world(app).client("operator"))
    operator.open("/kelola/kanal/baru")
    fields = {"title": "Darurat", "value": "bukan nomor", "slug": "darurat", "kind": "phone"}
    operator.submit("Simpan", status=422, **fields)
    assert "Tulis nomor Indonesia saja" in operator.page
    operator.submit("Simpan", value="112")
    operator.open("/kelola/kanal/darurat")
    operator.submit("Lihat apa yang berubah", status=409, value="110")
    assert "Yang berubah" in operator.page
    operator.submit("Simpan perubahan")
    with app.app_context():
        assert db.session.query(Channel).filter_by(slug="darurat").one().value == "110"


def test_retiring_a_named_one_lists_its_texts(app):
    world = make.world(app)
    with app.app_context(), writing(db.session()) as session:
        make.another_lesson(session, "berkas", LESSON, position=1, now=NOW)
    operator = Browser(world.client("operator"))
    operator.open(f"/kelola/kanal/{NAME}")
    operator.submit("Pensiunkan", status=409)
    assert "courses/jebakan/berkas" in operator.page
