"""The parts of an answer that the rows of a form say; the evidence among them, piece by piece."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from audit.responses.response import Answer, Evidence, PlannedAction
from audit.schemas.tables import Row
from audit.workbook.form_signing import day_or_words
from audit.workbook.form_version import piece_in
from audit.workbook.form_words import ACTION, EVIDENCE

Part = tuple[Row, str, dict[str, Any]]
Piece = tuple[str, str, str]
BLANK: Piece = ("", "", "")


def parts(rows: Sequence[Row], before: Answer, *, adding: bool = False) -> Iterator[Part]:
    """What the rows of an id say, part by part with the cell it stands in; blanks say nothing.

    Where they are `adding` to an answer that they were not filled with, all evidence in them is further
    evidence, and an action is another one.
    """
    first = rows[0]
    for field in ("value", "comment", "reason"):
        if first[field]:
            yield first, field, {field: first[field]}
    if any(row[field] for row in rows for field in EVIDENCE):
        bare, pieces = _evidence(rows, before.evidence, adding=adding)
        given = [dict(zip(("what", "where", "date"), piece, strict=True)) for piece in pieces]
        yield bare or first, "evidence_what", {"evidence": given}
    if any(first[field] for field in ACTION):
        known = PlannedAction("") if adding and first[ACTION[0]] else before.action or PlannedAction("")
        old = (known.what, known.who, known.when)
        said = (first[field] or was for field, was in zip(ACTION, old, strict=True))
        yield first, "action_what", {"action": dict(zip(("what", "who", "when"), said, strict=True))}


def together(before: Sequence[Evidence], more: Sequence[Evidence]) -> list[dict[str, str]]:
    """Evidence and what there is more of it, each piece once, as a reply gives it."""
    pieces = [(piece.what, piece.where, piece.date) for piece in before]
    for piece in more:
        _add(pieces, (piece.what, piece.where, piece.date))
    return [dict(zip(("what", "where", "date"), piece, strict=True)) for piece in pieces]


def _evidence(
    rows: Sequence[Row], before: Sequence[Evidence], *, adding: bool
) -> tuple[Row | None, list[Piece]]:
    """A row that describes nothing, where there is one, and the evidence on top of what was here."""
    given = [(row, _said(row)) for row in rows]
    stored = [(piece.what, piece.where, piece.date) for piece in before]
    marked = any(piece_in(row["version"]) for row in rows)
    return _placed(given, stored, adding=adding) if marked or adding else _in_order(given, stored)


def _said(row: Row) -> Piece:
    return row["evidence_what"], row["evidence_where"], day_or_words(row["evidence_date"])


def _in_order(given: Sequence[tuple[Row, Piece]], stored: Sequence[Piece]) -> tuple[Row | None, list[Piece]]:
    """Rows that do not say which piece they hold: the first holds the first, and so on."""
    pieces = [_kept(new, old) for new, old in zip_longest((new for _, new in given), stored, fillvalue=BLANK)]
    bare = (row for (row, _), piece in zip(given, pieces, strict=False) if _bare(piece))
    # A blank row above one that was filled would bring the same piece twice when a form comes again.
    return next(bare, None), list(dict.fromkeys(pieces))


def _placed(
    given: Sequence[tuple[Row, Piece]], stored: Sequence[Piece], *, adding: bool
) -> tuple[Row | None, list[Piece]]:
    """Rows that say which piece they hold keep its place; spare rows add what is not there already."""
    pieces, bare = list(stored), None
    spare = []
    placed: set[int] = set()
    for row, new in given:
        place = -1 if adding else piece_in(row["version"]) - 1
        if place < 0 or place in placed:
            spare.append((row, new))
            continue
        placed.add(place)
        pieces += [BLANK] * (place + 1 - len(pieces)) if any(new) else []
        if place < len(pieces):
            pieces[place] = _kept(new, pieces[place])
            bare = bare or (row if _bare(pieces[place]) else None)
    for row, new in spare:
        _add(pieces, new)
        bare = bare or (row if _bare(new) else None)
    return bare, pieces


def _bare(piece: Piece) -> bool:
    """Whether a piece says where it is or of when, but not what."""
    return any(piece) and not piece[0]


def _kept(new: Piece, old: Piece) -> Piece:
    """A piece on top of another: a blank keeps what stood there, another description is another piece."""
    same = new[0] in {"", old[0]}
    return (new[0] or old[0], new[1] or old[1], new[2] or old[2]) if same else new


def _add(pieces: list[Piece], new: Piece) -> None:
    """Add a piece, unless it is there; one that says more of the same takes its place."""
    if not any(new):
        return
    for place, old in enumerate(pieces):
        if new[0] == old[0] and all(
            not was or not now or was == now for was, now in zip(old, new, strict=True)
        ):
            pieces[place] = _kept(new, old)
            return
    pieces.append(new)
