"""The sheet Certificate of a case list: all that is needed to draw again, and nothing that is not."""

import pytest
from samples import DESIGNS, NEYMAN, made, rows_of, sample
from test_cases import read_back
from test_workbook import texts

from audit.sampling import sentences
from audit.sampling.design import Design


def facts(book):
    """What the certificate's rows of a label and a value say."""
    rows = book["Certificate"].iter_rows(min_col=1, max_col=2, values_only=True)
    return {label: value for label, value in rows if label and value}


@pytest.mark.parametrize("name", DESIGNS)
def test_the_certificate_holds_what_is_needed_to_draw_again(name, tmp_path):
    found = made(name)
    whole = found.certificate
    book = read_back(found, tmp_path / "c.xlsx", partnership="Kingsbridge SCP")
    said = facts(book)
    assert said["Partnership"] == "Kingsbridge SCP"
    assert said["Design"] == sentences.design_sentence(whole)
    assert said["Method"].split(",")[0] == whole["design"]["method"]
    assert said["Seed"] == ("none" if name == "judgement" else "0048151623"), "as text, zeros kept"
    assert said["sha256 of the register"] == whole["source"]["sha256"]
    assert said["Fingerprint"] == whole["frame"]["fingerprint"]
    assert said["Digest of the certificate"] == whole["digest"]
    shown = texts(book["Certificate"])
    for act in whole["acts"]:
        assert act["digest"] in shown
        assert act["by"] in shown
    assert "16 November 2026 at 14:05:09 (UTC+00:00)" in shown
    for column in (*whole["frame"].get("order", ()), whole["frame"].get("weight", "")):
        assert any(column in text for text in shown)


def test_strata_stand_with_those_drawn_their_population_and_what_their_part_came_from(tmp_path):
    for name, last in (("neyman", "9 of 10 compliant before"), ("fixed", "size 2"), ("equal", None)):
        found = made(name)
        sheet = read_back(found, tmp_path / "c.xlsx")["Certificate"]
        table = next(one for one in sheet.tables.values() if one.tableColumns[1].name == "Stratum")
        rows = [[cell.value for cell in row] for row in sheet[table.ref]][1:]
        counts = sentences.cases_by_stratum(found.certificate)
        assert [row[:3] for row in rows] == [[counts[team], team, 20] for team in sorted(NEYMAN)]
        assert sum(row[0] for row in rows) == len(found.entries)
        assert rows[1][3:] == ([last] if last else [])


def test_the_frame_tells_each_thing_that_narrowed_it(tmp_path):
    more = {
        "where": ["Age < 2", "DEC is blank"],
        "open_on": "2026-03-31",
        "one_per": "Family",
        "distinct": True,
        "exclude": {"source": "old.csv", "units": 1, "sha256": "cd" * 32},
        "not_since": {"source": "2026-01-02", "units": 1400, "sha256": "ef" * 32},
        "differing": [{"column": "Team", "units": 1}],
        "excluded": [
            {"reason": "where", "units": 1710},
            {"reason": "exclude", "units": 1},
            {"reason": "not-since", "units": 3},
        ],
    }
    found = made("proportional", **more)
    book = read_back(found, tmp_path / "c.xlsx")
    shown, said = texts(book["Certificate"]), facts(book)
    assert "Age < 2" in shown
    assert said["Open on"] == "31 March 2026"
    assert said["One of each"] == "Family"
    assert said["Not those listed in"] == f"old.csv: 1 id, sha256 {'cd' * 32}"
    assert said["Not drawn since"] == f"2 January 2026: 1,400 ids, sha256 {'ef' * 32}"
    assert said["Rows that differ in Team"] == "1 id has such rows; the smallest value counts"
    rows = book["Certificate"].iter_rows(max_col=2, values_only=True)
    assert (1710, "outside the conditions (Age < 2; DEC is blank; open on 31 March 2026)") in set(rows)
    assert sentences.excluded_sentence(found.certificate) == (
        "Left out before the draw: 1,710 outside the conditions (Age < 2; DEC is blank; open on 31 March "
        "2026); 1 on the list of those to leave out (old.csv); 3 drawn since 2 January 2026."
    )


def test_acts_since_the_draw_stand_apart_from_those_that_the_certificate_holds(tmp_path):
    found = made("simple", replaced=[("C-03", "wrong cohort")])
    book = read_back(found, tmp_path / "c.xlsx")
    said = facts(book)
    assert said["C-03 struck out, C-13 takes its place: wrong cohort"] == found.acts[-1].digest
    assert "None: the sample stands as it was drawn." not in texts(book["Certificate"])
    plain = read_back(made("simple"), tmp_path / "p.xlsx")
    assert "None: the sample stands as it was drawn." in texts(plain["Certificate"])


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("judgement", "no interval may be given"), ("weighted", "no plain interval"), ("cluster", "clusters")],
)
def test_what_a_design_forbids_is_said_with_the_cases_and_on_the_certificate(name, wanted, tmp_path):
    found = made(name)
    book = read_back(found, tmp_path / "c.xlsx")
    warning = sentences.figures_sentence(found.certificate)
    assert wanted in warning
    for sheet in ("Cases", "Certificate"):
        assert warning in " ".join(texts(book[sheet])), sheet


def test_no_ticket_stands_anywhere(tmp_path):
    found = made("proportional")
    book = read_back(found, tmp_path / "c.xlsx")
    shown = " ".join(text for sheet in book for text in texts(sheet))
    cases = [*found.certificate["drawn"], *found.certificate["reserves"]]
    assert not [case for case in cases if case["ticket"][:16] in shown]


def test_a_seal_in_the_same_command_is_said_with_the_cases_and_on_the_certificate(tmp_path):
    found = made("simple", before=False)
    book = read_back(found, tmp_path / "c.xlsx")
    assert sentences.SAME_COMMAND in " ".join(texts(book["Cases"]))
    assert facts(book)["Seal"] == sentences.SAME_COMMAND
    before = read_back(made("simple"), tmp_path / "b.xlsx")
    assert sentences.SAME_COMMAND not in " ".join(texts(before["Cases"]))


def test_a_sub_sample_stands_with_its_cases_and_what_was_asked_for(tmp_path):
    found = sample(Design("simple", 40, subs={"consent": "10%", "voice": "7"}), rows_of(60))
    rows = set(read_back(found, tmp_path / "c.xlsx")["Certificate"].iter_rows(max_col=3, values_only=True))
    assert {(4, "consent", "10% of 40"), (7, "voice", "7 of 40")} <= rows
