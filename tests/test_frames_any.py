"""Whatever stands in a register: a table of it gives what a file of it gives."""

import csv
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from tables_elsewhere import to_postgres, to_sqlite
from test_frames_database import answers

from audit.errors import AuditError
from audit.sampling.design import Design
from audit.sampling.engines.tables import rarer
from audit.sampling.frame import Asked, Listed

NUMBERS = count(1)
HEADINGS = ["id", "team", "w", "p:q%s"]
SIGNS = "aAbßé\u0301\xa0\u3000\x1f \t|'\"%_:\\#0.,\n😀\u200b-"
CELLS = st.one_of(st.sampled_from(["", "''", "#N/A", "a", "A", "01", "1"]), st.text(SIGNS, max_size=4))
ROWS = st.lists(st.tuples(CELLS, CELLS, st.integers(0, 100).map(str), CELLS), min_size=1, max_size=12).map(
    lambda rows: [[f"{cells[0]}{n}" if n % 3 else cells[0], *cells[1:]] for n, cells in enumerate(rows)]
)
WANTED = {
    "stratified": (Asked(unit=("id",), by=("team", "p:q%s")), Design("stratified", 1)),
    "distinct": (Asked(unit=("id",), distinct=True, by=("team",), one_per="p:q%s"), Design("stratified", 1)),
    "two columns": (Asked(unit=("id", "team"), distinct=True, carry=("p:q%s",)), Design("simple", 1)),
    "weighted": (Asked(unit=("id",), distinct=True, weight="w"), Design("weighted", 1)),
    "in order": (Asked(unit=("id",), distinct=True, order=("team", "p:q%s")), Design("systematic", 1)),
    "narrowed": (Asked(unit=("id",), distinct=True, where=("team is not blank",)), Design("simple", 1)),
}


def _answers(*given):
    try:
        return answers(*given)
    except AuditError as error:
        return str(error)


@pytest.mark.parametrize("kind", WANTED)
@settings(max_examples=4, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(rows=ROWS, listed=st.lists(CELLS.map(str.strip).filter(bool), max_size=3))
@example(rows=[["b", "\u3000", "0", "'"], ["a", "É", "1", "\\"], ["A", "e\u0301", "100", ""]], listed=["a"])
def test_a_table_gives_what_a_file_gives(pg_url, tmp_path, kind, rows, listed):
    name = f"r{next(NUMBERS)}"
    file = tmp_path / f"{name}.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, quoting=csv.QUOTE_ALL).writerows([HEADINGS, *rows])
    lists = {"exclude": Listed("a list", tuple(listed))} if listed else {}
    places = (
        str(file),
        to_postgres(pg_url, [HEADINGS, *rows], name),
        to_sqlite(tmp_path / "any.db", [HEADINGS, *rows], name),
    )
    here, *there = (_answers(place, tmp_path, *WANTED[kind], lists) for place in places)
    if isinstance(here, str):  # of a file also the rows are told
        assert all(isinstance(each, str) for each in there), here
    else:
        assert there == [here, here]


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 2)))
def test_what_most_texts_mean_is_not_sent_and_not_lost(meanings):
    most, sent = rarer(iter(meanings.items()))
    assert {text: dict(sent).get(text, most) for text in meanings} == meanings
    assert len(sent) <= len(meanings) - len(meanings) / 3
