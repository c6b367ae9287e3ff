"""The tables of the store: rows are only ever added, each with who wrote it and when."""

from typing import Any

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text, text

# 2: the ledger of draws, and their certificates; 3: rounds about cases; 4: files received, earlier answers;
# 5: actions and findings; 6: reports that were written; 7: figures of past cycles; 8: acts of replacing that
# name no ids, and acts of purging
SCHEMA = 8
METADATA = MetaData()


def _stamped(name: str, *columns: Column[Any]) -> Table:
    """A table of rows that are only ever added: numbered, with who wrote each and when."""
    number: Column[Any] = Column("seq", Integer, primary_key=True, autoincrement=True)
    stamps = [Column(stamp, Text, nullable=False) for stamp in ("at", "by")]
    return Table(name, METADATA, number, *columns, *stamps)


def _word(name: str, *, index: bool = False) -> Column[Any]:
    return Column(name, Text, nullable=False, index=index)


def _number(name: str) -> Column[Any]:
    return Column(name, Integer, nullable=False, index=True)


def _reading() -> Column[Any]:
    # Older stores had one reading only, so their rows are given it when they are brought forward.
    return Column("reading", Integer, nullable=False, server_default="1")


def _text(name: str) -> Column[Any]:
    return Column(name, Text, nullable=False)


META = Table("meta", METADATA, Column("key", Text, primary_key=True), Column("value", Text))
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
    _reading(),
)
RESPONSE_ACT = _stamped(
    "response_act",
    Column("round", Integer, nullable=False, index=True),
    *(_word(name) for name in ("agency", "subject", "act")),
    Column("version", Integer, nullable=False),
    *(_text(name) for name in ("name", "role", "day", "reason", "digest")),
    _reading(),
    # A second signatory and what the agency was asked as; older rows have neither.
    Column("block", Text, nullable=False, server_default=text("'{}'")),
)
BROUGHT = _stamped("brought", _number("round"), _word("agency"), _text("block"))
RECEIVED = _stamped(
    "received",
    _word("sha256", index=True),
    _number("round"),
    *(_word(name) for name in ("agency", "kind")),
    *(_text(name) for name in ("file", "block")),
)
# What one respondent said is found without going through all that the round has. A store that was laid down
# before there were these is slower with thousands of returns, and else the same.
for _table in (ANSWER, RESPONSE_ACT, RECEIVED):
    Index(f"{_table.name}_of", _table.c.round, _table.c.agency)
LEDGER = _stamped(
    "ledger",
    *(_word(name) for name in ("act", "sample")),
    _text("content"),
    *(_word(name) for name in ("previous", "digest")),
)
PLAN = _stamped("round_plan", _number("round"), _text("block"))
SUBJECT = _stamped(
    "subject",
    _number("round"),
    *(_word(name) for name in ("reference", "act", "key", "agency")),
    _text("reason"),
)
PANEL = _stamped("panel", _number("round"), _word("subject"), _word("question"), _text("block"))
CONCERN = _stamped(
    "concern",
    _number("round"),
    *(_word(name) for name in ("subject", "question", "agency")),
    _text("text"),
)
CONCERN_ACT = _stamped(
    "concern_act", _number("concern"), *(_text(name) for name in ("text", "told", "outcome"))
)
ROUND_LOG = _stamped("round_log", _number("round"), _word("act"), _text("block"))
CARRIED = _stamped("carried", _word("sample", index=True), _word("unit"), _text("block"))
KNOWN_RESULT = _stamped("known_result", _word("question"), _text("block"))
ACTION_PLAN = _stamped("action_plan", _word("name", index=True), _text("block"))
ACTION = _stamped("action", _word("action", index=True), _text("block"))
ACTION_READ = _stamped("action_read", _word("action", index=True), _text("block"))
ACTION_ACT = _stamped("action_act", _word("action", index=True), _word("kind"), _text("block"))
FINDING = _stamped("finding", _word("kind"), _text("block"))
REPORT = _stamped(
    "report", _word("about", index=True), *(_word(name) for name in ("audience", "day")), _text("block")
)
PAST = _stamped("past", _word("name"), _word("folded", index=True), _text("block"))
AGENCY_CODE = _stamped("agency_code", _word("agency"), _number("number"))
SAMPLE = _stamped("sample", Column("id", Text, nullable=False, unique=True), _text("certificate"))
ADDED = (
    (ANSWER, "reading"),
    (RESPONSE_ACT, "reading"),
    (RESPONSE_ACT, "block"),
)  # columns that older stores have not
