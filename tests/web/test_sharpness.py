"""The page on one's own judging: in words, for nobody else, and never more surely than it is."""

import pytest
from sqlalchemy import select, update

from literasi.database import db, writing
from literasi.domain.sittings import Phase
from literasi.models import Course, Sitting
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
    assert "Kabar yang sudah pernah Anda lihat tidak dihitung." in found
    assert "kira-kira" not in found.words


def test_after_one_test_both_sides_stand_side_by_side_with_their_ranges(app, world):
    judge(app, world, sittings.knowing(7, hoaxes_right=8))
    found = page(world)

    again = "Bila diuji lagi dengan banyak kabar lain, kira-kira"
    assert f"Dari 10 hoaks, Anda mengenali 8. {again} 5 sampai 10 dari 10." in found
    assert f"Dari 10 kabar benar, Anda percaya 7. {again} 4 sampai 9 dari 10." in found
    assert "Seimbang. Belum terlihat condong ke mana pun." in found
    assert "8 dari 10" in found
    assert "Itu terlihat dari dua tes" in found
    assert ("Tes ketajaman", "/tes") in found.links


@pytest.mark.parametrize("word", ["masuk akal", "pita", "rentang", "sekitar"])
def test_one_idea_has_one_word(app, world, word):
    judge(app, world, sittings.knowing(7, hoaxes_right=8))

    assert word not in page(world).words.lower()


def test_pairs_that_nobody_is_given_are_explained_apart(app, world):
    judge(app, world, sittings.knowing(9))
    found = page(world)

    assert "dari 100 kali" not in found
    assert "Angka untuk yang ingin tahu" in found
    assert "Bayangkan pasangan kabar" in found


def test_how_sure_stands_in_the_words_of_the_choices_and_in_counts(app, world):
    def rate(number, is_true):
        right = number < 6
        step = 3 if number < 8 else 2
        return (7 - step if right else step) if is_true else (step if right else 7 - step)

    judge(app, world, rate)
    found = page(world)

    assert "Saat menjawab “Lebih condong” (16 kali): tepat 12 kali. Bila diuji lagi" in found
    assert "Saat menjawab “Kemungkinan”: baru 4 kali, belum cukup." in found
    assert "Saat menjawab “Pasti”: belum pernah." in found
    assert "kira-kira 12 dari 20 akan tepat. Yang tepat 12." in found
    assert "Rasa yakin Anda kira-kira sesuai dengan seberapa sering Anda tepat." in found


def test_a_guesser_is_not_praised_as_balanced(app, world):
    judge(app, world, sittings.knowing(5))
    found = page(world)

    assert "Belum terlihat condong ke mana pun." in found
    assert "Seimbang" not in found


def test_it_says_what_is_counted(app, world):
    judge(app, world, sittings.knowing(7), sittings.knowing(8))
    found = page(world)

    assert "Dihitung dari 20 kabar," in found
    assert "Tes sesudah kursus, dan yang Anda nilai sesudahnya." in found
    assert "Halaman Kemajuan menghitung semua jawaban di kuis" in found


def test_nobody_is_called_good_when_the_newest_test_says_otherwise(app, world):
    judge(app, world, sittings.knowing(10), sittings.knowing(5))
    found = page(world)

    assert "Kabar benar dan hoaks masih sering tertukar." in found
    assert "Dari 10 hoaks, Anda mengenali 5." in found
    assert "Belum bisa dipastikan." in found


def set_aside(app, phase, why):
    with app.app_context(), writing(db.session()) as session:
        session.execute(update(Sitting).where(Sitting.phase == phase).values(set_aside=why))


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("same", "sebagian besar jawabannya sama."),
        ("fast", "dijawab sangat cepat, jadi jawabannya tidak dihitung."),
        ("unfinished", "belum cukup kabar yang dijawab."),
    ],
)
def test_it_says_why_two_tests_are_not_compared(app, world, why, words):
    judge(app, world, sittings.knowing(5), sittings.knowing(10))
    set_aside(app, Phase.AFTER, why)
    found = page(world)

    assert f"Tes sesudah kursus belum bisa dibandingkan: {words}" in found
    assert "Kemungkinan naik." not in found
    assert "Itu terlihat dari dua tes" not in found
    assert ("Tes ketajaman", "/tes") in found.links


def test_what_nobody_can_have_read_counts_for_nothing(app, world):
    judge(app, world, sittings.knowing(10), sittings.knowing(5))
    set_aside(app, Phase.AFTER, "fast")

    found = page(world)

    assert "Dari 10 hoaks, Anda mengenali 10." in found
    assert "Tes awal, dan yang Anda nilai sesudahnya." in found


def test_with_too_few_answers_it_still_says_why_a_test_is_not_compared(app, world):
    judge(app, world, sittings.knowing(10))
    set_aside(app, Phase.BEFORE, "fast")
    found = page(world)

    assert "paling sedikit 20 kabar lagi" in found
    assert "Tes awal belum bisa dibandingkan: dijawab sangat cepat" in found


def test_who_calls_everything_a_hoax_is_told_no_skill(app, world):
    judge(app, world, lambda number, is_true: 1)
    found = page(world)

    assert "Anda menyebut kebanyakan kabar hoaks, juga kabar yang benar." in found
    assert "Terlalu curiga. Anda lebih sering keliru pada kabar benar daripada pada hoaks." in found
    assert "Yang bisa dilatih: percaya pada kabar benar Dari 10 kabar benar, Anda percaya 0." in found
    assert "Bayangkan pasangan kabar" not in found


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
