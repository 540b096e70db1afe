"""Invented classes for tests, always the same."""

from random import Random

from literasi.domain.simulating import Settings, answering, draw_items, learners


def a_class(count, seed=1, **settings):
    """*count* invented learners without single answers."""
    chosen = Settings(**{"lost_later": 0.0, **settings})
    return list(learners(chosen, draw_items(chosen, Random(seed)), count, Random(f"class {seed}")))


def an_answering_class(count, seed=1, **settings):
    """The same with every answer."""
    chosen = Settings(**{"lost_later": 0.0, **settings})
    return list(answering(chosen, draw_items(chosen, Random(seed)), count, Random(f"class {seed}")))
