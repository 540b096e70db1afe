"""Settings for a site in a test."""

from literasi.config import Settings

SECRET = "a secret for tests, long enough to be one"


def settings_for(database_url, data_folder, **others):
    """Settings of a site that keeps its data there; *others* replaces any."""
    values = {
        "secret_key": SECRET,
        "database_url": database_url,
        "data_folder": data_folder,
        "site_url": "http://localhost",
        "testing": True,
    }
    return Settings(**{**values, **others})
