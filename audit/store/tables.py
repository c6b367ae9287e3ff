"""The tables of the store: rows are only ever added, each with who wrote it and when."""

from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, Text

SCHEMA = 2  # 2: the ledger of draws, and their certificates
METADATA = MetaData()


def _stamped(name: str, *columns: Column[Any]) -> Table:
    """A table of rows that are only ever added: numbered, with who wrote each and when."""
    number: Column[Any] = Column("seq", Integer, primary_key=True, autoincrement=True)
    stamps = [Column(stamp, Text, nullable=False) for stamp in ("at", "by")]
    return Table(name, METADATA, number, *columns, *stamps)


def _word(name: str, *, index: bool = False) -> Column[Any]:
    return Column(name, String(200), nullable=False, index=index)


def _text(name: str) -> Column[Any]:
    return Column(name, Text, nullable=False)


META = Table("meta", METADATA, Column("key", String(40), primary_key=True), Column("value", Text))
AGENCY = _stamped("agency", _word("code"), _text("block"))
ROUND = _stamped(
    "round",
    _word("name"),
    _word("folded", index=True),
    _word("period"),
    _word("due"),
    _word("digest"),
    _text("definition"),
)
ROUND_ACT = _stamped("round_act", Column("round", Integer, nullable=False, index=True), _word("act"))
EXPECTED = _stamped(
    "expected",
    Column("round", Integer, nullable=False, index=True),
    *(_word(name) for name in ("agency", "due", "standing")),
    _text("reason"),
)
ANSWER = _stamped(
    "answer",
    Column("round", Integer, nullable=False, index=True),
    *(_word(name) for name in ("agency", "subject", "question")),
    Column("version", Integer, nullable=False),
    _text("block"),
)
RESPONSE_ACT = _stamped(
    "response_act",
    Column("round", Integer, nullable=False, index=True),
    *(_word(name) for name in ("agency", "subject", "act")),
    Column("version", Integer, nullable=False),
    *(_text(name) for name in ("name", "role", "day", "reason", "digest")),
)
LEDGER = _stamped(
    "ledger",
    *(_word(name) for name in ("act", "sample")),
    _text("content"),
    *(_word(name) for name in ("previous", "digest")),
)
SAMPLE = _stamped("sample", Column("id", String(200), nullable=False, unique=True), _text("certificate"))
