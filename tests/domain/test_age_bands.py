import pytest

from literasi.domain.people import AgeBand


@pytest.mark.parametrize(
    ("years", "band"),
    [
        (12, AgeBand.UNDER_13),
        (13, AgeBand.FROM_13),
        (17, AgeBand.FROM_13),
        (18, AgeBand.FROM_18),
        (59, AgeBand.FROM_18),
        (60, AgeBand.FROM_60),
    ],
)
def test_the_band_of_an_age(years, band):
    assert AgeBand.of(years) is band
