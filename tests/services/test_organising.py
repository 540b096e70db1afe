"""The tree of organisations: it grows, moves, and never makes a circle."""

import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.config import ROOT
from literasi.database import writing
from literasi.domain.organisation_lists import parse_list
from literasi.domain.organisations import OrganisationKind
from literasi.models import AuditEvent, Organisation, OrganisationAncestor
from literasi.services import organising
from tests import make

BY = {"by_id": None, "now": make.NOW}


@pytest.fixture
def ids(session):
    with writing(session):
        return make.agencies(session)


def closure(session):
    """Every pair as it is kept, and as the parents say it should be."""
    parents = dict(session.execute(select(Organisation.id, Organisation.parent_id)).all())
    wanted = set()
    for one in parents:
        above, depth = one, 0
        while above is not None:
            wanted.add((one, above, depth))
            above, depth = parents[above], depth + 1
    kept = session.execute(
        select(
            OrganisationAncestor.organisation_id, OrganisationAncestor.ancestor_id, OrganisationAncestor.depth
        )
    )
    return {tuple(row) for row in kept}, wanted


def test_a_move_takes_everything_below_along(session, ids):
    with writing(session):
        organising.move(session, ids["dishub"], ids["dinkes"], **BY)
    kept, wanted = closure(session)

    assert kept == wanted
    assert (ids["uptd-parkir"], ids["dinkes"], 2) in kept
    assert (ids["uptd-parkir"], ids["kota-uji"], 3) in kept
    moved = session.scalars(select(AuditEvent).where(AuditEvent.action == "organisation.moved")).one()
    assert moved.details == {"before": ids["kota-uji"], "into": ids["dinkes"]}


def test_a_move_to_the_root_and_back(session, ids):
    for parent in (None, ids["kota-uji"]):
        with writing(session):
            organising.move(session, ids["dishub"], parent, **BY)
        kept, wanted = closure(session)
        assert kept == wanted


@pytest.mark.parametrize(
    ("moved", "into", "problem"),
    [
        ("dishub", "dishub", organising.BelowItself),
        ("dishub", "uptd-parkir", organising.BelowItself),
        ("kota-uji", "dishub", organising.BelowItself),
        ("info-kota", "kota-uji", organising.CommunityStandsAlone),
        ("dinkes", "info-kota", organising.CommunityStandsAlone),
    ],
)
def test_what_the_tree_cannot_be(session, ids, moved, into, problem):
    with pytest.raises(problem), writing(session):
        organising.move(session, ids[moved], ids[into], **BY)
    kept, wanted = closure(session)

    assert kept == wanted


def test_a_city_stays_the_root(session, ids):
    other = {"name": "Kota Lain", "kind": OrganisationKind.CITY}
    with pytest.raises(organising.CityIsTheRoot), writing(session):
        organising.create(session, **other, parent_id=ids["kota-uji"], **BY)
    with pytest.raises(organising.CityIsTheRoot), writing(session):
        organising.rename(session, ids["dishub"], **other, **BY)


def test_a_name_changes_and_the_address_stays(session, ids):
    with writing(session):
        organising.rename(session, ids["dishub"], "Dishub Kota", OrganisationKind.UNIT, **BY)
    found = session.get(Organisation, ids["dishub"])

    assert (found.slug, found.name, found.kind) == ("dishub", "Dishub Kota", "unit")
    assert session.get(Organisation, ids["dinkes"]).name == "Dinas Kesehatan"
    with pytest.raises(organising.CommunityStandsAlone), writing(session):
        organising.rename(session, ids["dishub"], "Dishub", OrganisationKind.COMMUNITY, **BY)


def test_a_name_that_somebody_looked_at_is_no_example(session, ids):
    with writing(session):
        for one in ("dishub", "dinkes"):
            session.get(Organisation, ids[one]).is_example = True
        organising.rename(session, ids["dishub"], "Dinas Perhubungan", OrganisationKind.OFFICE, **BY)

    assert not session.get(Organisation, ids["dishub"]).is_example
    assert session.get(Organisation, ids["dinkes"]).is_example


def test_two_moves_at_once_make_no_circle(session, engine, ids):
    """dishub goes below dinkes while dinkes goes below dishub: one of them is refused."""
    problems = []

    def move(one, other):
        with Session(engine) as own:
            try:
                with writing(own):
                    organising.move(own, ids[one], ids[other], **BY)
            except organising.BelowItself as problem:
                problems.append(problem)

    pairs = [("dishub", "dinkes"), ("dinkes", "dishub")]
    threads = [threading.Thread(target=move, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.rollback()
    kept, wanted = closure(session)

    assert len(problems) == 1
    assert kept == wanted


def test_the_list_is_loaded_once(session):
    listed, _ = parse_list((ROOT / "organisations" / "samarinda.csv").read_text())
    with writing(session):
        assert organising.load(session, listed, now=make.NOW) == 115
        organising.rename(
            session,
            session.scalar(select(Organisation.id).where(Organisation.slug == "kelurahan-jawa")),
            "Kelurahan Jawa Baru",
            OrganisationKind.VILLAGE,
            **BY,
        )
    before = session.execute(select(Organisation.id, Organisation.name).order_by(Organisation.id)).all()
    session.rollback()
    with writing(session):
        assert organising.load(session, listed, now=make.NOW) == 0
    kept, wanted = closure(session)

    assert kept == wanted
    assert (
        session.execute(select(Organisation.id, Organisation.name).order_by(Organisation.id)).all() == before
    )
    examples = select(func.count()).where(Organisation.is_example)
    assert session.scalar(examples) == sum(one.is_example for one in listed) > 20
