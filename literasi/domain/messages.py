"""Words that a rule says and a screen translates."""


def N_(message: str) -> str:  # noqa: N802  (the name that the translation tools look for)
    """Mark *message* for the catalogues; it is translated where it is shown."""
    return message
