import pytest

from app import create_app
from tests.settings import settings_for


@pytest.fixture
def plain_app(tmp_path):
    """The site without a database: for looking at its routes and templates."""
    return create_app(settings_for(f"sqlite:///{tmp_path}/none.sqlite", tmp_path))
