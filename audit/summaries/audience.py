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


class ForAudience:
    """What every edition of a report knows of its reader; the figures are the same for all."""

    audience: str

    def __post_init__(self) -> None:
        """Refuse an audience for which there is no edition."""
        check_audience(self.audience)

    @property
    def board(self) -> bool:
        """Whether it leaves out what is for the subgroup alone: the board's edition, and the public one."""
        return self.audience != "subgroup"

    @property
    def public(self) -> bool:
        """Whether it is to be published, and so holds nothing that people typed."""
        return self.audience == "public"
