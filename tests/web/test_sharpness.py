"""The page on one's own judging: in words, for nobody else, and never more surely than it is."""

import pytest
from sqlalchemy import select

from literasi.database import db, writing
from literasi.domain.sittings import Phase
from literasi.models import Course
from tests import make, sittings
from tests.pages import Page

ADDRESS = "/kemajuan/ketajaman"


@pytest.fixture
def world(app):
    made = make.world(app)
    with app.app_context(), writing(db.session()) as session:
        make.forms(session)
        made.course_id = session.scalar(select(Course.id).where(Course.slug == made.course))
    return made


def judge(app, world, before, after=None, who="citizen"):
    with app.app_context(), writing(db.session()) as session:
        learner_id = world.learner_ids[who]
        if after is None:
            sittings.take(session, learner_id, world.course_id, Phase.BEFORE, rate=before)
        else:
            sittings.pair(session, learner_id, world.course_id, before, after)


def page(world, who="citizen"):
    return Page(world.client(who).get(ADDRESS), ADDRESS)


@pytest.mark.parametrize("who", ["stranger", "visitor", "citizen"])
def test_too_few_answers_are_asked_for_more_and_told_nothing(world, who):
    found = page(world, who)

    assert "paling sedikit 20 kabar lagi" in found
    assert "sekitar" not in found.words


def test_after_one_test_both_sides_stand_side_by_side_with_their_ranges(app, world):
    judge(app, world, sittings.knowing(7, hoaxes_right=8))
    found = page(world)

    assert "Dari 10 hoaks, Anda mengenali sekitar 8. Yang masuk akal: 5 sampai 10." in found
    assert "Dari 10 kabar benar, Anda percaya sekitar 7. Yang masuk akal: 4 sampai 9." in found
    assert "Seimbang." in found
    assert "8 dari 10" in found
    assert "Itu terlihat dari dua tes" in found


def test_who_calls_everything_a_hoax_is_told_no_skill(app, world):
    judge(app, world, lambda number, is_true: 1)
    found = page(world)

    assert "Anda menyebut kebanyakan kabar hoaks, juga kabar yang benar." in found
    assert "Terlalu curiga." in found
    assert "dari 100 kali" not in found


def test_only_doubting_more_is_never_called_a_gain(app, world):
    judge(app, world, sittings.knowing(8, hoaxes_right=6), sittings.knowing(5, hoaxes_right=9))

    assert "Belum bisa dipastikan." in page(world)


def test_a_large_gain_is_called_probable(app, world):
    judge(app, world, sittings.knowing(5), sittings.knowing(10))
    found = page(world)

    assert "Kemungkinan naik." in found
    assert "5 dari 10 hoaks dikenali, 5 dari 10 kabar benar dipercaya" in found
    assert "10 dari 10 hoaks dikenali" in found


def test_nobody_elses_answers_are_told(app, world):
    judge(app, world, sittings.knowing(9), who="trainer")

    assert "paling sedikit 20 kabar lagi" in page(world, "citizen")
    assert "paling sedikit 20 kabar lagi" in page(world, "operator")


def test_the_page_names_its_own_learner_alone_and_is_kept_by_nobody(world):
    answer = world.client("citizen").get(ADDRESS)

    assert "no-store" in answer.headers["Cache-Control"]
