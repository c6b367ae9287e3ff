"""Tables that come in, checked with pandera: every failure a sentence with its row and cell.

The rows of many files stand in one frame and are checked in one pass, since starting the checks
costs more than any file; each row knows where it came from.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from audit.definitions import nearest
from audit.errors import Problem
from audit.schemas import quiet
from audit.tables import where

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

LONGEST = 32_767  # characters that a cell of Excel holds
ANSWERS = (
    "agency",
    "subject",
    "question",
    "value",
    "comment",
    "evidence_what",
    "evidence_where",
    "evidence_date",
    "reason",
    "action_what",
    "action_who",
    "action_when",
)
AGENCIES = ("code", "name", "kinds", "duties", "parent", "contact", "substitute", "chief_officer")

_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
_CODE = r"[^\W_](?:[\w./\- ]{0,38}[^\W_])?"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table as text, and where it stands: row and columns count from zero."""

    file: str
    sheet: str
    row: int
    columns: Mapping[str, int]
    values: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """The text of a field; empty where the row has none."""
        return self.values.get(name, "")

    def __bool__(self) -> bool:
        """Whether anything stands in the row."""
        return any(self.values.values())

    def where(self, name: str = "") -> str:
        """The place of a field, as Excel shows it; of the row where the field has no column."""
        return where(self.sheet, self.row, self.columns.get(name))


def check_answers(
    rows: Sequence[Row], known: Mapping[str, Collection[str]] | Collection[str]
) -> dict[str, list[Problem]]:
    """What is wrong with rows of answers, by file; a file in order is not named, blank rows are passed over.

    `known` holds the ids of the questions that were asked, for all files or for each by its name.
    """
    rows = [row for row in rows if row]
    asked = _asked({row.file for row in rows}, known)
    keys = [(row.file, *(row[name] for name in ANSWERS[:3])) for row in rows]
    same = _firsts(keys, blank=[not key[-1] for key in keys])
    marks = {
        "known": [not question or question in asked[file] for file, *_, question in keys],
        "once": [first == index for index, first in enumerate(same)],
    }
    problems: dict[str, list[Problem]] = defaultdict(list)
    for index, column, check in _failures(answers, rows, marks):
        row, first = rows[index], rows[same[index]]
        text = _answer_sentence(row, column, check, asked[row.file], first.where("question"))
        problems[row.file].append(Problem(row.where(column), text))
    return dict(problems)


def check_agencies(rows: Sequence[Row]) -> list[Problem]:
    """What is wrong with the rows of one list of agencies, in their order; blank rows are passed over."""
    rows = [row for row in rows if row]
    names = [_key(row["name"]) for row in rows]
    codes = [_key(row["code"]) for row in rows]
    called = {name: index for index, name in reversed([*enumerate(names)]) if name}
    others = {
        "name once": _firsts(names, blank=[not name for name in names]),
        "code once": _firsts(codes, blank=[not code for code in codes]),
        "code alone": [called.get(code, index) for index, code in enumerate(codes)],
    }
    marks = {check: [own == other for own, other in enumerate(found)] for check, found in others.items()}
    problems = []
    for index, column, check in _failures(agencies, rows, marks):
        other = rows[others.get(f"{column} {check}", range(len(rows)))[index]]
        text = _agency_sentence(rows[index], column, check, other.where("name"))
        problems.append(Problem(rows[index].where(column), text))
    return problems


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _firsts(keys: Sequence[object], blank: Sequence[bool]) -> list[int]:
    """For each key the index where it first stands; a blank one stands for itself."""
    seen: dict[object, int] = {}
    return [index if blank[index] else seen.setdefault(key, index) for index, key in enumerate(keys)]


def _asked(
    files: Collection[str], known: Mapping[str, Collection[str]] | Collection[str]
) -> dict[str, frozenset[str]]:
    if isinstance(known, Mapping):
        return {file: frozenset(known.get(file, ())) for file in files}
    everywhere = frozenset(known)
    return dict.fromkeys(files, everywhere)


# --- schemas ----------------------------------------------------------------------------------------


@cache
def answers() -> "pa.DataFrameSchema":
    """The schema of answers, one row for each question; `known` and `once` are marked beforehand."""
    return _schema(
        ANSWERS,
        {
            "question given": lambda frame: frame["question"] != "",
            "question known": lambda frame: frame["known"],
            "question once": lambda frame: frame["once"],
        },
    )


@cache
def agencies() -> "pa.DataFrameSchema":
    """The schema of a list of agencies; what compares rows is marked beforehand."""
    return _schema(
        AGENCIES,
        {
            "code plain": lambda frame: frame["code"].str.fullmatch(_CODE) | (frame["code"] == ""),
            "code once": lambda frame: frame["code once"],
            "code alone": lambda frame: frame["code alone"],
            "name given": lambda frame: frame["name"] != "",
            "name once": lambda frame: frame["name once"],
        },
    )


def _schema(
    names: Sequence[str], checks: Mapping[str, Callable[["pd.DataFrame"], "pd.Series[bool]"]]
) -> "pa.DataFrameSchema":
    """Text columns whose cells fit into Excel and can be shown, and checks named `column check`."""
    with quiet():
        import pandera.pandas as pa

    cell = [
        pa.Check(lambda column: column.str.len() <= LONGEST, name="short"),
        pa.Check(lambda column: ~column.str.contains(_CONTROL), name="clean"),
    ]
    columns = {name: pa.Column(object, checks=cell) for name in names}
    return pa.DataFrameSchema(columns, checks=[pa.Check(check, name=name) for name, check in checks.items()])


def _failures(
    schema: Callable[[], "pa.DataFrameSchema"], rows: Sequence[Row], marks: Mapping[str, list[bool]]
) -> Iterator[tuple[int, str, str]]:
    """Row, column and name of every check that failed, each once, in the order of rows and columns."""
    if not rows:
        return
    with quiet():
        from pandera.errors import SchemaErrors

    frame = _frame(rows, [*schema().columns], marks)
    try:
        with quiet():
            schema().validate(frame, lazy=True)
    except SchemaErrors as errors:
        yield from _ordered(errors.failure_cases, [*schema().columns])


def _frame(rows: Sequence[Row], names: Sequence[str], marks: Mapping[str, list[bool]]) -> "pd.DataFrame":
    import pandas as pd

    cells = {name: pd.Series([row[name] for row in rows], dtype=object) for name in names}
    return pd.DataFrame({**cells, **marks})


def _ordered(cases: Any, names: Sequence[str]) -> list[tuple[int, str, str]]:
    """The failures that pandera tells; one of a whole frame it tells once for each column."""
    found = set()
    for index, column, check in zip(cases["index"], cases["column"], cases["check"], strict=True):
        of, _, name = check.partition(" ")
        found.add((int(index), of, name) if name else (int(index), column, check))
    return sorted(found, key=lambda failure: (failure[0], names.index(failure[1]), failure[2]))


# --- sentences --------------------------------------------------------------------------------------


def quoted(value: str) -> str:
    """A value for a message: at most 40 characters of it, and nothing that a terminal would act on."""
    plain = "".join(letter if letter.isprintable() else " " for letter in value[:200])
    shown = " ".join(plain.split())
    return f"'{shown}'" if len(shown) <= 40 else f"'{shown[:39]}…'"


def _cell_sentence(value: str, check: str) -> str:
    if check == "short":
        return f"{quoted(value)} has {len(value):,} characters; a cell holds {LONGEST:,}, so shorten it."
    return f"{quoted(value)} holds characters that cannot be shown or printed; type it again."


def _answer_sentence(row: Row, column: str, check: str, asked: frozenset[str], first: str) -> str:
    value = row[column]
    match check:
        case "given":
            return "an answer stands without a question; give the question's id or clear the row."
        case "known":
            return f"{quoted(value)} is not a question that was asked here{_nearest(value, asked)}"
        case "once":
            return f"{quoted(value)} stands in {first} already; keep one of the two."
        case _:
            return _cell_sentence(value, check)


def _agency_sentence(row: Row, column: str, check: str, other: str) -> str:
    value = quoted(row[column])
    match column, check:
        case _, "given":
            return "the agency has no name; give it or clear the row."
        case _, "plain":
            fit = "up to 40 letters, digits, hyphens, slashes, full stops and spaces can"
            return f"{value} cannot be a code; {fit}."
        case "code", "once":
            return f"{value} is the code of the agency in {other} too; give each its own."
        case _, "alone":
            return f"{value} is the name of the agency in {other}; give this one another code."
        case _, "once":
            return f"{value} stands in {other} already; keep one, or tell the two apart."
        case _:
            return _cell_sentence(row[column], check)


@lru_cache(maxsize=10_000)
def _nearest(word: str, known: frozenset[str]) -> str:
    """The end of a sentence about an unknown word; kept, since whole files may be of another round."""
    return nearest(word[:100], known)
