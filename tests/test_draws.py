"""Every design, drawn by the engine from rows in any order, against the draw written down once more."""

import csv
import json
import random
import shutil
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference_draw import draw as reference
from reference_draw import fingerprint

from audit import definitions
from audit.errors import FileError, StateError
from audit.registers.copies import write_out
from audit.registers.opening import open_register
from audit.sampling.building import build
from audit.sampling.design import Design
from audit.sampling.draw import draw, judged, most_kept
from audit.sampling.engines.duck import Duck
from audit.sampling.frame import Asked, Listed
from audit.sampling.ticket import is_blank

COLUMNS = ["id", "team", "worker", "risk", "started", "family"]
LIBRARY = definitions.library()
FIGURES = {
    "A": {"compliant": "9", "sample": "10"},
    "B": {"compliant": "3", "sample": "10"},
    "Ç": {"compliant": "10", "sample": "10"},
}
DESIGNS = {
    "simple": Design("simple", 12),
    "simple, all in reserve": Design("simple", 12, reserves=1_000),
    "proportional": Design("stratified", 17),
    "proportional, at least two": Design("stratified", 17, minimum=2, reserves=1),
    "equal": Design("stratified", 20, "equal"),
    "neyman": Design("stratified", 20, "neyman", strata=FIGURES),
    "fixed": Design(
        "stratified", 9, "fixed", strata={"A": {"size": "0"}, "B": {"size": "4"}, "Ç": {"size": "5"}}
    ),
    "cluster": Design("cluster", clusters=3, per_cluster=2),
    "systematic": Design("systematic", 11),
    "weighted": Design("weighted", 15),
    "census": Design("census"),
    "with sub-samples": Design("simple", 41, subs={"consent": "10%", "voice": "3"}),
}


def people(number):
    """Made-up rows: teams and workers of uneven size, ids that need quoting, weights from 0 to 100."""
    chance = random.Random(5)
    return [
        {
            "id": f"C-{i:03}" if i % 7 else f'"C, {i}" ü',
            "team": chance.choices(["A", "B", "Ç"], [6, 3, 1])[0],
            "worker": f"W{chance.randrange(9)}",
            "risk": str(chance.choice([0, 1, 2, 5, 100])),
            "started": f"2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 28):02}",
            "family": chance.choice(["", "", f"F{chance.randrange(number)}"]),
        }
        for i in range(number)
    ]


ROWS = people(150)


def written(path, rows, seed=1, delimiter=","):
    shuffled = [*rows]
    random.Random(seed).shuffle(shuffled)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(shuffled)
    return path


def asked(design, **more):
    found = {"unit": ("id",), **more}
    found |= {"by": ("team",)} if design.method == "stratified" else {}
    found |= {"cluster": "worker"} if design.method == "cluster" else {}
    found |= {"weight": "risk"} if design.method == "weighted" else {}
    return Asked(**(found | ({"order": ("team", "started")} if design.method == "systematic" else {})))


def drawn_by_engine(path, design, seed, tmp_path, *, lists=None, **more):
    register = open_register(str(path), LIBRARY, tmp_path)
    with closing(Duck(register, tmp_path)) as engine:
        wanted = asked(design, **more)
        frame = build(engine, wanted, lists or {}, seed=seed, keep=most_kept(design))
        return frame, draw(engine, design, seed, frame.totals.units, frame.totals.smallest)


def as_reference(rows, design):
    """The rows as the reference takes them: those that can be drawn at all."""
    found = []
    for row in rows:
        if design.method == "weighted" and row["risk"] == "0":
            continue
        stratum = row["team"] if design.method == "stratified" else ""
        order = [row["team"], row["started"]]
        found.append(
            {
                "unit": row["id"],
                "stratum": stratum,
                "cluster": row["worker"],
                "weight": int(row["risk"]),
                "order": order,
            }
        )
    return found


def lines(cases):
    return [
        {"unit": case.unit, "stratum": case.stratum, "ticket": case.ticket, "place": case.place}
        for case in cases
    ]


@pytest.mark.parametrize("design", DESIGNS.values(), ids=DESIGNS)
@pytest.mark.parametrize("seed", ["48151623", "048151623", "a b'c\"~"])
def test_the_engine_draws_what_the_reference_draws_in_any_order_of_rows(design, seed, tmp_path):
    rows = as_reference(ROWS, design)
    expected, reserves, subs = reference(rows, seed, design.state())
    for shuffle in (1, 2):
        path = written(tmp_path / f"register-{shuffle}.csv", ROWS, shuffle)
        frame, found = drawn_by_engine(path, design, seed, tmp_path)
        assert lines(found.cases) == expected
        assert lines(found.reserves) == reserves
        assert {name: list(units) for name, units in found.subs.items()} == subs
        assert frame.totals.fingerprint == fingerprint(rows, design.state())


def test_seeds_that_differ_in_a_leading_zero_draw_otherwise(tmp_path):
    path = written(tmp_path / "r.csv", ROWS)
    one = drawn_by_engine(path, DESIGNS["simple"], "7", tmp_path)[1]
    other = drawn_by_engine(path, DESIGNS["simple"], "07", tmp_path)[1]
    assert {case.unit for case in one.cases} != {case.unit for case in other.cases}


ids = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)


def is_id(text):
    """Whether a text is neither a blank as case systems write it, nor the id of a row of totals."""
    return not is_blank(text) and not text.casefold().startswith(("total", "grand total"))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    units=st.lists(ids.filter(is_id), min_size=1, max_size=30, unique=True),
    teams=st.lists(st.sampled_from(["x", "y z", "é", "z|", ""]), min_size=30, max_size=30),
    seed=st.text(st.sampled_from("0123456789 abcZ'\"~!"), min_size=1, max_size=12),
    size=st.integers(1, 30),
    data=st.data(),
)
def test_any_ids_any_strata_any_seed(units, teams, seed, size, data, tmp_path_factory):
    import unicodedata

    units = list(dict.fromkeys(unicodedata.normalize("NFC", unit) for unit in units))
    # Without a number in each row, a row of cases could be headings too, and that is not guessed at.
    rows = [{"id": unit, "team": team, "year": "2026"} for unit, team in zip(units, teams, strict=False)]
    method = data.draw(st.sampled_from(["proportional", "equal"]))
    design = Design("stratified", min(size, len(rows)), method)
    folder = tmp_path_factory.mktemp("any")
    _, found = drawn_by_engine(written(folder / "r.csv", rows), design, seed, folder)
    named = [{"unit": row["id"], "stratum": row["team"] or "(blank)"} for row in rows]
    expected, reserves, _ = reference(named, seed, design.state())
    assert (lines(found.cases), lines(found.reserves)) == (expected, reserves)
    shutil.rmtree(folder)


def test_a_column_of_very_many_texts_is_no_burden_and_that_is_said(tmp_path, monkeypatch):
    from audit.sampling.engines import duck

    path = written(tmp_path / "r.csv", ROWS)
    whole = drawn_by_engine(path, DESIGNS["proportional"], "1", tmp_path)
    monkeypatch.setattr(duck, "MANY", 2)
    register = open_register(str(path), LIBRARY, tmp_path)
    with closing(Duck(register, tmp_path)) as engine:
        frame = build(engine, Asked(unit=("id",), by=("team",)), {}, checked=(4,), seed="1", keep=34)
        drawn = draw(engine, DESIGNS["proportional"], "1", frame.totals.units, frame.totals.smallest)
    assert drawn == whole[1]
    assert frame.totals.fingerprint == whole[0].totals.fingerprint
    assert len(frame.values[4]) == 2
    assert "'started' holds so many different texts" in " ".join(frame.warnings)


def test_a_plain_large_file_and_our_careful_copy_of_it_give_the_same(tmp_path, monkeypatch):
    from audit.registers import text_files

    path = written(tmp_path / "r.csv", ROWS)
    careful = open_register(str(path), LIBRARY, tmp_path)
    monkeypatch.setattr(text_files, "SMALL", 0)
    plain = open_register(str(path), LIBRARY, tmp_path)
    assert careful.written
    assert not plain.written
    states = []
    for register in (careful, plain, write_out(plain, tmp_path)):
        with closing(Duck(register, tmp_path)) as engine:
            frame = build(engine, Asked(unit=("id",), by=("team", "started by month")), {})
            states.append(json.dumps(frame.state(), sort_keys=True))
    assert states[0] == states[1] == states[2]


# --- frames -----------------------------------------------------------------------------------------


EVENTS = [
    {"child": "1", "date": "2026-01-05", "team": "B", "family": "F1", "age": "3"},
    {"child": "1", "date": "05/02/2026", "team": "A", "family": "F1", "age": "3"},
    {"child": "2", "date": "2026-02-28", "team": "A", "family": "F1", "age": "-1"},
    {"child": "3", "date": "not known", "team": "A", "family": "", "age": "12"},
    {"child": "4", "date": "2026-04-01", "team": "", "family": "", "age": "#N/A"},
    {"child": "5", "date": "", "team": "a", "family": "F2", "age": "4.5"},
    {"child": "5", "date": "31/3/2026 14:05", "team": "a", "family": "F2", "age": "4.5"},
]


def frame_of(tmp_path, rows=EVENTS, lists=None, **options):
    path = written(tmp_path / "events.csv", rows)
    register = open_register(str(path), LIBRARY, tmp_path)
    engine = Duck(register, tmp_path)
    frame = build(engine, Asked(unit=("child",), **options), lists or {})
    members = engine.members()
    engine.close()
    return frame, dict(members)


def test_children_are_drawn_where_rows_are_events_and_the_smallest_value_counts(tmp_path):
    frame, members = frame_of(tmp_path, distinct=True, by=("team",))
    assert members == {"1": "A", "2": "A", "3": "A", "4": "(blank)", "5": "a"}
    assert frame.differing == {"team": 1}
    assert frame.state()["strata"] == {"(blank)": 1, "A": 3, "a": 1}
    said = " ".join(frame.warnings)
    assert "differ only in spelling" in said
    assert "(blank)" in said


def test_conditions_narrow_and_a_unit_counts_once_under_its_first_reason(tmp_path):
    frame, members = frame_of(tmp_path, distinct=True, where=("date between 2026-02-01 and 31/3/2026",))
    assert sorted(members) == ["1", "2", "5"]
    assert frame.excluded == {"where": 1, "unreadable": 1}
    assert "'not known'" in " ".join(frame.warnings)


def test_dates_by_quarter_and_ages_in_bands(tmp_path):
    frame, _ = frame_of(tmp_path, distinct=True, by=("date by quarter",), where=("date is not blank",))
    assert frame.state()["strata"] == {"2026-Q1": 3, "2026-Q2": 1}
    frame, _ = frame_of(tmp_path, distinct=True, by=("age by 0-1,2-4",))
    assert frame.state()["strata"] == {"(blank)": 1, "(other)": 2, "2-4": 2}


def test_one_of_each_family_by_a_ticket_without_seed(tmp_path):
    from audit.sampling.ticket import family_ticket

    frame, members = frame_of(tmp_path, distinct=True, one_per="family")
    first = min(["1", "2"], key=family_ticket)
    assert sorted(members) == sorted([first, "3", "4", "5"])
    assert frame.excluded == {"one-per": 1}


def test_lists_keep_and_leave_out_and_what_is_not_there_is_said(tmp_path):
    lists = {
        "only": Listed("seen.csv", ("1", "2", "3", "99")),
        "exclude": Listed("done.csv", ("2",)),
        "not-since": Listed("2026-01-01", ("3", "77")),
    }
    frame, members = frame_of(tmp_path, lists=lists, distinct=True)
    assert sorted(members) == ["1"]
    assert frame.excluded == {"only": 2, "exclude": 1, "not-since": 1}
    assert "1 of the 4 ids in seen.csv are not in the register: 99" in " ".join(frame.warnings)


def test_what_cannot_be_an_id_is_refused_with_every_cell(tmp_path):
    rows = [
        {"child": "", "team": "A"},
        {"child": "a\u200bb", "team": "A"},
        {"child": "e\u0301", "team": "A"},
        {"child": "#N/A", "team": "A"},
        {"child": " ok\u00a0", "team": "A"},
    ]
    with pytest.raises(Exception) as error:  # noqa: PT011 - what it says is what matters
        frame_of(tmp_path, rows)
    said = str(error.value)
    assert said.count("has no id") == 2
    assert "cannot be seen" in said
    assert "not NFC" in said
    assert "ok" not in said.replace("token", "")


def test_repeated_ids_are_refused_with_their_cells_and_the_way_out(tmp_path):
    with pytest.raises(Exception, match="--distinct") as error:
        frame_of(tmp_path)
    assert "the id 1 stands in 2 rows" in str(error.value)
    assert "the id 5 stands in 2 rows" in str(error.value)


def test_an_id_joined_of_columns_that_hold_the_joining_sign_is_refused(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("a,b,n\nx|y,z,1\nx,y|z,1\nx,y,1\n", encoding="utf-8")
    register = open_register(str(path), LIBRARY, tmp_path)
    with closing(Duck(register, tmp_path)) as engine, pytest.raises(FileError) as error:
        build(engine, Asked(unit=("a", "b"), distinct=True), {})
    assert str(error.value).count("where | joins the columns") == 2


def test_an_id_that_stands_often_is_counted_right_and_named_a_few_times(tmp_path):
    rows = [{"child": "1", "team": "A", "n": "1"}] * 150 + [{"child": "2", "team": "A", "n": "1"}]
    with pytest.raises(FileError) as error:
        frame_of(tmp_path, rows)
    assert "the id 1 stands in 150 rows" in str(error.value)
    assert str(error.value).count("cell A") == 10


def test_a_row_of_totals_at_the_end_is_its_own_reason(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("child,team\n1,A\n2,B\n,\nGrand Total,2\n", encoding="utf-8")
    register = open_register(str(path), LIBRARY, tmp_path)
    with closing(Duck(register, tmp_path)) as engine:
        frame = build(engine, Asked(unit=("child",)), {})
        assert frame.excluded == {"total row": 1}
        assert (frame.population, frame.rows) == (2, 3)


def test_blank_rows_and_a_row_of_totals_are_in_no_count(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("child,age,risk\n1,4,5\n2,,0\n,,\n3,x,7\nTotal,9 in all,12345\n", encoding="utf-8")
    register = open_register(str(path), LIBRARY, tmp_path)
    with closing(Duck(register, tmp_path)) as engine:
        frame = build(engine, Asked(unit=("child",), where=("age > 1",), weight="risk"), {})
        assert frame.population == 1
        said = " ".join(frame.warnings)
        assert "Rows that are blank in 'age' are left out by 'age > 1': 1." in said
        assert "Rows that cannot be read in 'age' are left out: 1, namely row 5 ('x')." in said


def test_a_child_whose_id_begins_with_total_in_the_middle_stays(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("child,team\nTotal 1,A\n2,B\n", encoding="utf-8")
    register = open_register(str(path), LIBRARY, tmp_path)
    with closing(Duck(register, tmp_path)) as engine:
        assert build(engine, Asked(unit=("child",)), {}).population == 2


def test_two_combinations_with_one_name_are_refused(tmp_path):
    rows = [{"child": "1", "a": "x | y", "b": "z"}, {"child": "2", "a": "x", "b": "y | z"}]
    with pytest.raises(StateError, match=r"both called .x \| y \| z."):
        frame_of(tmp_path, rows, by=("a", "b"))


def test_cases_named_by_hand_must_stand_in_the_frame(tmp_path):
    path = written(tmp_path / "r.csv", ROWS)
    register = open_register(str(path), LIBRARY, tmp_path)
    with closing(Duck(register, tmp_path)) as engine:
        build(engine, Asked(unit=("id",)), {})
        found = judged(engine, ["C-003", "C-001"])
        assert [case.unit for case in found.cases] == ["C-001", "C-003"]
        with pytest.raises(StateError, match="1 of the cases named are not in the frame: C-999"):
            judged(engine, ["C-001", "C-999"])


@pytest.mark.parametrize(
    ("design", "says"),
    [
        (Design("simple", 151), "151 cases are asked for and there are 150"),
        (Design("stratified", 151), "there are 150"),
        (Design("systematic", 151), "there are 150"),
        (Design("cluster", clusters=10, per_cluster=1), "10 clusters are asked for and there are 9"),
        (Design("simple", 10, subs={"consent": "11"}), "asks for 11 of 10"),
        (Design("stratified", 5, minimum=2), "makes 6 cases, and 5 are asked for"),
    ],
)
def test_more_than_there_is_is_refused_with_the_count(design, says, tmp_path):
    path = written(tmp_path / "r.csv", ROWS)
    with pytest.raises(StateError, match=says):
        drawn_by_engine(path, design, "1", tmp_path)
