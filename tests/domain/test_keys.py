import pytest

from literasi.domain.questions import free_key, parse_quiz, rename_key
from tests import make


@pytest.mark.parametrize(
    ("key", "used", "free"),
    [
        ("arti-apk", [], "arti-apk-2"),
        ("arti-apk", ["## A {#arti-apk-2 read=x}", "## B {#arti-apk-3}"], "arti-apk-4"),
        ("arti-apk-2", ["## A {#arti-apk-2}"], "arti-apk-3"),
        ("a" * 60, [], "a" * 58 + "-2"),
    ],
)
def test_a_free_key_looks_like_the_old_one(key, used, free):
    assert free_key(key, used) == free


def test_a_question_gets_its_new_key_and_nothing_else_changes():
    source = make.quiz_text().replace("Foto berakhiran", "{#arti-apk} berakhiran")
    renamed = rename_key(source, "arti-apk", "arti-apk-2")

    assert [one.key for one in parse_quiz(renamed)[0].questions] == ["arti-apk-2", "undangan", "parkir"]
    assert renamed.replace("{#arti-apk-2 ", "{#arti-apk ") == source
    assert rename_key(source, "arti", "arti-2") == source
