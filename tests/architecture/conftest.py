import pytest

from app import create_app
from tests.settings import settings_for


@pytest.fixture(scope="session")
def plain_app(tmp_path_factory):
    """The site without a database: for looking at its routes and templates."""
    folder = tmp_path_factory.mktemp("plain")
    return create_app(settings_for(f"sqlite:///{folder}/none.sqlite", folder))
