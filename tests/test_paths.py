"""One register read where it lies and from our careful copy: the same draw on either road."""

import csv
import io
import random
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_draw import draw as reference
from reference_draw import fingerprint

from audit import definitions
from audit.errors import FileError, StateError
from audit.registers import text_files
from audit.registers.copies import write_out
from audit.registers.opening import open_register
from audit.sampling.building import build
from audit.sampling.design import Design
from audit.sampling.draw import draw, most_kept
from audit.sampling.engines import duck, sql
from audit.sampling.engines.duck import Duck
from audit.sampling.frame import Asked
from audit.sampling.ticket import is_blank, trimmed

LIBRARY = definitions.library()
HEADINGS = ["id", "team", "risk", "started", "age", "note"]
IDS = ["C-{}", "{}.0", "AB {} x", '"C, {}"', " {}é\u00a0", "'{}'", "#{}", "日本{}", "a|{};", "O'{}\t"]
CELLS = {
    "team": ["A", "B", "Ç", "a", "", " A ", "#N/A", "''", "\u00a0", "x | y"],
    "risk": ["0", "1", "5", " 100 "],
    "started": ["2026-01-31", "05/02/2026", "", "not known"],
    "age": ["0", "4.5", "17", "", "x", "-1"],
    "note": ["", "", "", "ok", 'say "hi", you; and\tyou', "two\nlines", "end "],
}
DESIGNS = [
    (Design("simple", 3, reserves=1_000), {}),
    (Design("simple", 2, subs={"consent": "10%"}), {"where": ("age between 1 and 17", "team = A")}),
    (Design("stratified", 5), {"by": ("team",)}),
    (Design("stratified", 6, "equal"), {"by": ("team", "age by 0-1,2-4,5+")}),
    (Design("stratified", 4), {"by": ("started by quarter",), "distinct": True}),
    (Design("cluster", clusters=2, per_cluster=2), {"cluster": "team"}),
    (Design("systematic", 3), {"order": ("team", "started")}),
    (Design("weighted", 3), {"weight": "risk"}),
    (Design("census"), {"by": ("team",), "one_per": "age"}),
]


@st.composite
def tables(draw):
    """A register's bytes with its rows; some repeat an id, or hold a blank one, a blank row or a total."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    shape = draw(st.sampled_from(IDS))
    rows = [
        [shape.format(n), *(chance.choice(CELLS[name]) for name in HEADINGS[1:])]
        for n in range(draw(st.integers(1, 25)))
    ]
    slip = draw(st.sampled_from(["", "", "", "", "", "", "twice", "blank id", "blank row", "total"]))
    more = {"twice": rows[0], "blank id": ["''", *rows[0][1:]], "blank row": [""] * 6, "total": ["Total"] * 6}
    rows += [more[slip]] if slip else []
    end, wide = (
        draw(st.sampled_from(["\n", "\r\n"])),
        draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])),
    )
    text = io.StringIO()
    writer = csv.writer(text, delimiter=draw(st.sampled_from(",;\t")), quoting=wide, lineterminator=end)
    writer.writerows([HEADINGS, *rows])
    content = text.getvalue()
    content = draw(st.sampled_from(["", "", "Cases of a year" + end])) + content
    content = content if draw(st.booleans()) else content.removesuffix(end)
    return content.encode(draw(st.sampled_from(["utf-8", "utf-8-sig"]))), rows


def on_one_road(path, design, options, folder):
    """What a register gives, or the words that refuse it; a file is copied where a command would copy it."""
    register = open_register(str(path), LIBRARY, folder)
    found = given_by(register, design, options, folder)
    return found or given_by(write_out(register, folder), design, options, folder)


def given_by(register, design, options, folder):
    with closing(Duck(register, folder)) as engine:
        try:
            asked = Asked(**{"unit": ("id",)} | options)
            frame = build(engine, asked, {}, seed="7", keep=most_kept(design))
            made = frame.state(), frame.excluded, frame.rows, frame.warnings, engine.members()
            return *made, draw(engine, design, "7", frame.totals.units, frame.totals.smallest)
        except (FileError, StateError) as error:
            return None if engine.unreadable and not register.written else str(error)


@settings(max_examples=25)
@given(table=tables(), chosen=st.sampled_from(DESIGNS), cut=st.sampled_from(["", "0", "3", "8", "c"]))
def test_a_file_where_it_lies_and_our_copy_of_it_give_the_same(table, chosen, cut, tmp_path_factory):
    folder = tmp_path_factory.mktemp("roads")
    path = folder / "it's [x].csv"
    path.write_bytes(table[0])
    careful = on_one_road(path, *chosen, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_files, "SMALL", 0)
        patch.setattr(duck, "BATCH", 2)
        patch.setattr(sql, "below", lambda *_: cut)
        assert on_one_road(path, *chosen, folder) == careful
    if chosen[1] in ({}, {"by": ("team",)}) and not isinstance(careful, str):
        as_the_reference_draws(careful, table[1], chosen[0])


def as_the_reference_draws(found, rows, design):
    rows = [row for row in rows if any(row) and row[0] != "Total"]
    stratified = design.method == "stratified"
    teams = ["(blank)" if is_blank(row[1]) else trimmed(row[1]) for row in rows]
    people = [
        {"unit": trimmed(row[0]), "stratum": team if stratified else ""}
        for row, team in zip(rows, teams, strict=True)
    ]
    state, excluded, count, _, _, drawn = found
    cases, reserves, _ = reference(people, "7", design.state())
    assert state["fingerprint"] == fingerprint(people, design.state())
    assert count == len(people) + sum(excluded.values())
    assert [case.unit for case in drawn.cases] == [case["unit"] for case in cases]
    assert [case.unit for case in drawn.reserves] == [case["unit"] for case in reserves]


def counted(path, folder, **options):
    register = open_register(str(path), LIBRARY, folder)
    with closing(Duck(register, folder)) as engine:
        frame = build(engine, Asked(**{"unit": ("id",)} | options), {})
        return register.written, frame.population, frame.excluded


@pytest.mark.parametrize("head", ["Cases\nid,year\r\n", "Cases\r\nid,year\n"])
def test_a_head_whose_lines_end_in_two_ways_hides_no_row(head, tmp_path, monkeypatch):
    monkeypatch.setattr(text_files, "SMALL", 0)
    path = tmp_path / "r.csv"
    for end in ("\n", "\r\n"):
        path.write_bytes((head + f"C1,2026{end}C2,2026{end}").encode())
        assert counted(path, tmp_path) == (True, 2, {})


def test_one_of_each_family_where_the_families_stand_in_the_first_column(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("family,id,year\nF1,1,2026\nF1,2,2026\nF2,3,2026\n", encoding="utf-8")
    assert counted(path, tmp_path, one_per="family")[1:] == (2, {"one-per": 1})


def test_parts_of_a_large_file_that_do_not_meet_are_read_in_turn(tmp_path):
    path = tmp_path / "r.csv"
    note = "\n".join(f"X-{n},2026" for n in range(400))
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("id,note\n")
        file.writelines(f'C-{n},"{note}"\n' for n in range(5_500))
    assert counted(path, tmp_path) == (False, 5_500, {})
