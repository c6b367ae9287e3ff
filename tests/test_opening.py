"""Registers opened from text files: encodings, separators, titles, ragged rows, files too big to copy."""

import csv
import hashlib
import sys
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import definitions
from audit.errors import FileError
from audit.registers import text_files
from audit.registers.copies import write_out
from audit.registers.opening import open_all, open_register, split
from audit.registers.register import rows

LIBRARY = definitions.library()
EPISODES = ["CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC"]
EPISODES += ["REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"]


@pytest.fixture
def scratch(tmp_path):
    folder = tmp_path / "scratch"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def opened(tmp_path, scratch):
    """Opens a register whose file has this content."""

    def opened(content, name="a.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return open_register(str(path), LIBRARY, scratch)

    return opened


@pytest.fixture
def refused(opened):
    """What is said of a file that is no register, without its name."""

    def refused(content, name="a.csv"):
        with pytest.raises(FileError) as caught:
            opened(content, name)
        assert len(caught.value.problems) == 1
        return str(caught.value.problems[0])

    return refused


@pytest.fixture
def big(monkeypatch):
    """Every file counts as too big to be copied without need."""
    monkeypatch.setattr(text_files, "SMALL", 0)


def texts(register):
    return [heading.text for heading in register.headings]


def records(register):
    """The copy or file as csv reads it, all of it."""
    with register.data.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=register.separator))


def test_a_small_file_is_written_out_with_every_row_in_its_place(opened, tmp_path):
    content = "List of\ncases,2026\n\nid,team,worker\n7,North\n\n 8 ,South,Ann\n"
    register = opened(content.replace("List of\ncases", '"List of\ncases"'))
    assert (register.header_row, register.skip, register.written) == (2, 3, True)
    assert register.data.read_text(encoding="utf-8") == (
        '"List of cases","2026",""\n"","",""\n"id","team","worker"\n"7","North",""\n"","",""\n'
        '" 8 ","South","Ann"\n'
    )
    assert [*rows(register)] == [(3, ["7", "North", ""]), (4, ["", "", ""]), (5, [" 8 ", "South", "Ann"])]
    assert (register.path, register.sheet, register.name) == (tmp_path / "a.csv", "", "a.csv")
    assert (register.typed, register.notes, register.separator) == ({}, (), ",")


def test_the_digest_is_that_of_the_file_as_it_came(opened):
    content = "id;team\r\n1;Zoë\r\n".encode("cp1252")
    assert opened(content).sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_can_open_our_copy(opened, scratch):
    register = opened("id,team\n1,A\n")
    assert register.data.parent == scratch
    assert register.data.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_encoding_separator_and_line_end_gives_the_same_rows(opened, ends, encoding, separator):
    cells = [["id", "team"], ["00123", "Café"], ["1001.0", "O’Neill; A, B\nsecond"], ["x\u00a0", "#N/A"]]
    content = ends.join(separator.join(f'"{cell}"' for cell in row) for row in cells)
    register = opened(content.encode(encoding))
    assert [row for _, row in rows(register)] == cells[1:]
    said = ["the text is not UTF-8, so it is read as Windows-1252; look at letters with accents"]
    assert [*register.notes] == (said if encoding == "cp1252" else [])


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_first_line_that_names_the_separator_is_believed_and_is_no_heading(opened, mark, separator):
    lines = ["id", "7"], ["team", "North; South, East"]
    table = [f'"{first}"{separator}"{second}"' for first, second in zip(*lines, strict=True)]
    register = opened(mark + "\r\n".join([f"sep={separator}", *table]))
    assert (register.header_row, texts(register)) == (1, ["id", "team"])
    assert [*rows(register)] == [(2, ["7", "North; South, East"])]


def test_a_known_register_is_recognised(opened):
    register = opened(",".join(EPISODES) + "\n566910,15/02/2016,L,C2,N3,T2,PR0,,,CLOSE,,,4244474\n")
    assert register.profile.ref == "ssda903/episodes"
    assert [heading.column for heading in register.headings] == EPISODES


# --- big files --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("big")
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_big_plain_file_is_read_where_it_lies(opened, tmp_path, scratch, mark, ends, separator):
    lines = [["Cases", ""], ["id", "team"], ["1", '"North\nEast"'], ["2", "Café"]]
    register = opened(mark + ends.join(separator.join(line) for line in lines) + ends * 3)
    assert register.data == register.path == tmp_path / "a.csv"
    assert (register.written, register.skip, register.separator) == (False, 2, separator)
    assert texts(register) == ["id", "team"]
    assert [*rows(register)][:2] == [(2, ["1", "North\nEast"]), (3, ["2", "Café"])]
    assert [*scratch.iterdir()] == []
    copy = write_out(register, scratch)
    assert (copy.written, copy.skip, copy.separator, copy.data.parent) == (True, 2, ",", scratch)
    assert [*rows(copy)] == [*rows(register)]


@pytest.mark.usefixtures("big")
@pytest.mark.parametrize(
    "content",
    [
        "id|team\n1|A\n",
        "id,team\r1,A\r",
        "id,team\n\n1,A\n",
        "id,team\r\n1,A\r\n\r\n2,B\r\n",
        'id,"the\nteam"\n1,A\n',
        'id,team\n1,"a\rb"\n',
        "id,team\n1,Zoë\n".encode("cp1252"),
        "id,team\n1,Zoë\n".encode("utf-16"),
    ],
)
def test_a_big_file_that_engines_may_read_otherwise_is_written_out(opened, content):
    register = opened(content)
    assert (register.written, register.skip) == (True, 1)
    assert records(register)[0] == [
        "id",
        "the team" if isinstance(content, str) and "the" in content else "team",
    ]


@pytest.mark.usefixtures("big")
def test_a_big_file_with_a_row_too_wide_is_refused_when_it_is_written_out(opened, scratch):
    register = opened("id,team\n1,A\n2,B,C\n3,D,\n")
    with pytest.raises(FileError, match="row 3: more cells are filled than the 2 headings in row 1; "):
        write_out(register, scratch)


# --- what is untidy ---------------------------------------------------------------------------------


def test_a_column_without_a_heading_is_kept_and_noted(opened):
    register = opened(",id,team,\n0,7,A,\n1,8,B,x\n")
    assert texts(register) == ["", "id", "team", ""]
    assert register.notes == ("columns A, D have no heading, although cells below are filled",)
    assert [row for _, row in rows(register)] == [["0", "7", "A", ""], ["1", "8", "B", "x"]]


@pytest.mark.usefixtures("big")
def test_a_column_without_a_heading_is_noted_once_of_a_big_file_too(opened, scratch):
    register = opened(",id,team,\n0,7,A,\n1,8,B,\n")
    assert register.notes == ("column A has no heading, although cells below are filled",)
    assert write_out(register, scratch).notes == register.notes


def test_a_heading_given_twice_is_noted_and_both_columns_stay(opened):
    register = opened("id,Team, team \n7,A,B\n")
    assert texts(register) == ["id", "Team", "team"]
    assert register.notes == ("the heading 'team' stands in B1 and C1; both columns are kept",)


@pytest.fixture
def alike(write):
    """A library with two profiles of the same one column."""
    profile = "title: {}\ncolumns:\n  - {{name: Key, required: yes, kind: id}}\n"
    return write({f"templates/registers/{name}": profile.format(name) for name in ("first", "second")})


def test_headings_that_fit_several_kinds_alike_are_of_none(tmp_path, alike, scratch):
    (tmp_path / "a.csv").write_text("Key,Team\nA,B\n", encoding="utf-8")
    register = open_register(str(tmp_path / "a.csv"), alike, scratch)
    assert register.profile is None
    assert register.notes == (
        "the headings fit 'first' and 'second' alike, so it is read as a list of no known kind",
    )
    (tmp_path / "a.csv").write_text("Key\n", encoding="utf-8")
    with pytest.raises(FileError, match="the list is empty: nothing stands below its headings in row 1"):
        open_register(str(tmp_path / "a.csv"), alike, scratch)


# --- what is refused --------------------------------------------------------------------------------


def test_rows_with_filled_cells_beyond_the_headings_are_named(refused):
    content = "id,team\n1,North, East\n2,South\n3,A,B\n4,A,B\n5,C,,\n"
    assert refused(content) == (
        "rows 2 and 4-5: more cells are filled than the 2 headings in row 1; put text that holds a separator "
        "into quotation marks, or give every column a heading."
    )


@pytest.mark.parametrize("quote", ['3,"C', '3,"C"D'])
def test_a_quotation_mark_in_the_wrong_place_is_told_with_its_row(refused, quote):
    said = "a quotation mark is opened or closed in the wrong place here or below; save the file again."
    assert refused(f"id,team\n1,A\n{quote}\n4,D\n") == f"row 3: {said}"
    many = "".join(f"{number},A\n" for number in range(3000))
    assert refused(f"id,team\n{many}{quote}\n4,D\n") == f"row 3002: {said}"


def test_a_cell_without_end_is_told_with_its_row(refused):
    assert refused('id,team\n1,"' + "A" * 1_000_001 + '"\n').startswith(
        "row 2: a cell holds more than 1,000,000 characters here; "
    )


@pytest.mark.parametrize("content", [",".join(EPISODES) + "\n", ",".join(EPISODES) + "\n,,\n\n"])
def test_headings_without_rows_are_an_empty_list(refused, content):
    assert refused(content) == (
        "the list is empty: nothing stands below its headings in row 1; send the list with its rows."
    )


@pytest.mark.parametrize(
    "content", ["1,2\n3,4\n", "1001\n1002\n", "id,team\n", "Just some words.\n", "\ufeff\n", b"\xff\xfe"]
)
def test_a_file_without_headings_is_refused(refused, content):
    assert refused(content) == (
        "no row of headings with rows below it is found; give every column its name in the first row."
    )


def test_a_list_that_is_not_drawn_from_is_refused_in_its_profiles_words(refused):
    said = refused("Unique ID,UPN,ULN,Date of birth\n1,,,01/02/2015\n")
    assert "SEND" in said
    assert said.endswith(".")


@pytest.mark.parametrize("name", ["a.docx", "a", "a.csv.bak"])
def test_another_kind_of_file_is_told_what_would_do(refused, name):
    assert refused("id,team\n1,A\n", name) == (
        "it is no register that is read here; save it as one of "
        ".csv, .tsv, .xlsx, .xlsm, .ods, .xls, .parquet, .xml."
    )


def test_a_missing_file_and_a_folder_are_sentences(tmp_path, scratch):
    (tmp_path / "b.csv").mkdir()
    for name, said in [("a.csv", "there is no such file"), ("b.csv", "this is not a file")]:
        with pytest.raises(FileError, match=said):
            open_register(str(tmp_path / name), LIBRARY, scratch)


def test_a_copy_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "a.csv").write_text("id,team\n1,A\n", encoding="utf-8")
    (tmp_path / "a.xml").write_text("<Message><Child><CINdetails/></Child></Message>", encoding="utf-8")
    for name in ("a.csv", "a.xml"):
        with pytest.raises(
            FileError, match=r"our copy of it cannot be written \(.*\); make room on the disk"
        ):
            open_register(str(tmp_path / name), LIBRARY, tmp_path / "gone")


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path, scratch, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("id,team\n1,A\n", encoding="utf-8")
    look = text_files.survey

    def slow(path):
        found = look(path)
        path.write_text("id,team\n1,A\n2,B\n", encoding="utf-8")
        return found

    monkeypatch.setattr(text_files, "survey", slow)
    with pytest.raises(FileError, match="it changed while it was read"):
        open_register(str(path), LIBRARY, scratch)


def test_a_text_file_has_no_sheets(tmp_path, scratch):
    (tmp_path / "a.csv").write_text("id,team\n1,A\n", encoding="utf-8")
    with pytest.raises(FileError, match="this kind of file has no sheets; name it without #List 5"):
        open_register(f"{tmp_path / 'a.csv'}#List 5", LIBRARY, scratch)


def test_a_file_whose_own_name_holds_the_mark_is_found(tmp_path):
    for name in ("a#1.csv", "b.xlsx", "b.xlsx#2"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    for spec, path, sheet in [
        ("a#1.csv", "a#1.csv", ""),
        ("a#1.csv#x", "a#1.csv", "x"),
        ("b.xlsx#List #5", "b.xlsx", "List #5"),
        ("b.xlsx#2", "b.xlsx#2", ""),
        ("b.xlsx#", "b.xlsx", ""),
        ("c.xlsx#x", "c.xlsx", "x"),
    ]:
        assert split(f"{tmp_path}/{spec}") == (tmp_path / path, sheet)


# --- any table --------------------------------------------------------------------------------------

_cell = st.text(
    st.one_of(
        st.sampled_from("\n\r,;|\t\"' \u00a0\u2028é"), st.characters(codec="utf-8", exclude_characters="\0")
    ),
    max_size=6,
)
_rows = st.lists(st.lists(_cell, min_size=3, max_size=3), min_size=1, max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(table=_rows, ends=st.sampled_from(["\n", "\r\n"]), small=st.booleans())
def test_what_csv_reads_is_what_rows_gives(tmp_path_factory, monkeypatch, table, ends, small):
    folder = tmp_path_factory.mktemp("any")
    out = StringIO(newline="")
    csv.writer(out, lineterminator=ends).writerows([["id", "team", "worker"], ["first", "A", "B"], *table])
    (folder / "a.csv").write_bytes(out.getvalue().encode())
    expected = [*csv.reader(StringIO(out.getvalue(), newline=""))][1:]
    monkeypatch.setattr(text_files, "SMALL", 8_000_000 if small else 0)
    register = open_register(str(folder / "a.csv"), LIBRARY, folder)
    assert [*rows(register)] == [*enumerate([[*row, "", "", ""][:3] for row in expected], start=1)]
    [again] = open_all(str(folder / "a.csv"), LIBRARY, folder)
    assert [*rows(write_out(again, folder) if not again.written else again)] == [*rows(register)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(min_size=1, max_size=200))
def test_any_bytes_are_opened_or_refused_in_a_sentence(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("bytes")
    (folder / "a.csv").write_bytes(b"id,team\n" + content)
    try:
        headings = texts(open_register(str(folder / "a.csv"), LIBRARY, folder))
    except FileError as error:
        headings, said = [], str(error)
    assert headings[:2] == ["id", "team"] if headings else said.endswith(".")
