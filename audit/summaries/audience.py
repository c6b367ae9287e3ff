"""For whom there are reports."""

from audit.errors import UnknownError

AUDIENCES = {
    "subgroup": "the quality assurance subgroup",
    "board": "the board",
    "public": "everybody, to be published",
}


def check_audience(audience: str) -> None:
    """UnknownError for an audience for which there is no edition."""
    if audience not in AUDIENCES:
        *others, last = AUDIENCES
        known = f"{', '.join(others)} or {last}"
        raise UnknownError(f"There is no edition for {audience!r}; reports are for {known}.")
