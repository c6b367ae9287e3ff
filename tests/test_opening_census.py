"""CIN census returns opened as registers, and the columns of Parquet files through an engine."""

import csv
import sys
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import definitions
from audit.errors import FileError
from audit.registers.census import MODULES
from audit.registers.opening import open_all, open_register
from audit.registers.register import rows
from audit.tables import markup

LIBRARY = definitions.library()
HEADER = "<Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header>"
FULL = """
<ChildIdentifiers><LAchildID>A1</LAchildID><UPNunknown>UN3</UPNunknown>stray
  <PersonBirthDate>2015-03-27</PersonBirthDate><Sex>M</Sex></ChildIdentifiers>
<ChildCharacteristics><Ethnicity>WBRI</Ethnicity>
  <Disabilities><Disability>HAND</Disability><Disability>HEAR</Disability></Disabilities>
</ChildCharacteristics>
<CINdetails>
  <CINreferralDate>2025-10-06</CINreferralDate>
  <Assessments><AssessmentActualStartDate>2025-10-07</AssessmentActualStartDate>
    <FactorsIdentifiedAtAssessment><AssessmentFactors>1C</AssessmentFactors>
      <AssessmentFactors>6B</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments>
  <Assessments><AssessmentActualStartDate>2026-01-02</AssessmentActualStartDate>
    <FactorsIdentifiedAtAssessment/></Assessments>
  <CINPlanDates><CINPlanStartDate>2025-11-01</CINPlanStartDate></CINPlanDates>
  <Section47><S47ActualStartDate>2025-10-08</S47ActualStartDate><ICPCnotRequired>false</ICPCnotRequired></Section47>
  <ReferralNFA>0</ReferralNFA>
</CINdetails>
<CINdetails>
  <CINreferralDate>2026-02-03</CINreferralDate><CINClosureDate>2026-03-01</CINClosureDate>
  <Assessments><AssessmentActualStartDate>2026-02-04</AssessmentActualStartDate></Assessments>
  <ChildProtectionPlans><CPPstartDate>2026-02-10</CPPstartDate>
    <Reviews><CPPreviewDate>2026-02-20</CPPreviewDate><CPPreviewDate>2026-03-20</CPPreviewDate></Reviews>
    <Reviews><CPPreviewDate>2026-04-20</CPPreviewDate></Reviews></ChildProtectionPlans>
  <ChildProtectionPlans><CPPstartDate>2026-05-10</CPPstartDate></ChildProtectionPlans>
  <PreProceedingsandFGDM><PPStartDate>2026-03-09</PPStartDate></PreProceedingsandFGDM>
</CINdetails>
"""
PLAIN = (
    "<ChildIdentifiers><LAchildID>{}</LAchildID></ChildIdentifiers>"
    "<CINdetails><ReferralSource>1A</ReferralSource></CINdetails>"
)


def message(*children, before="", inside=""):
    body = "".join(f"<Child>{child}</Child>" for child in children)
    return f"{before}<Message{inside}>{HEADER}<Children>{body}</Children></Message>"


@pytest.fixture
def scratch(tmp_path):
    folder = tmp_path / "scratch"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def opened(tmp_path, scratch):
    """Opens a module of a return with this content."""

    def opened(content, name=""):
        path = tmp_path / "census.xml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return open_register(f"{path}#{name}" if name else str(path), LIBRARY, scratch)

    return opened


@pytest.fixture
def refused(opened):
    """What is said of a return that is no register, without its name."""

    def refused(content, name=""):
        with pytest.raises(FileError) as caught:
            opened(content, name)
        assert len(caught.value.problems) == 1
        return str(caught.value.problems[0])

    return refused


def filled(register):
    """The rows as mappings of what is filled."""
    names = [heading.text for heading in register.headings]
    return [{name: cell for name, cell in zip(names, row, strict=True) if cell} for _, row in rows(register)]


def test_each_module_is_a_table_whose_rows_say_where_they_stood(tmp_path, scratch):
    (tmp_path / "census.xml").write_text(message(FULL, PLAIN.format("B2")), encoding="utf-8")
    found = {one.sheet: one for one in open_all(str(tmp_path / "census.xml"), LIBRARY, scratch)}
    assert [*found] == [*MODULES]
    first, second = ({"LAchildID": "A1", "CINdetailsID": number} for number in "12")
    assert {name: filled(one) for name, one in found.items()} == {
        "ChildIdentifiers": [
            {"LAchildID": "A1", "UPNunknown": "UN3", "PersonBirthDate": "2015-03-27", "Sex": "M"},
            {"LAchildID": "B2"},
        ],
        "ChildCharacteristics": [{"LAchildID": "A1", "Ethnicity": "WBRI"}],
        "Disabilities": [{"LAchildID": "A1", "Disability": code} for code in ("HAND", "HEAR")],
        "CINdetails": [
            first | {"CINreferralDate": "2025-10-06", "ReferralNFA": "0"},
            second | {"CINreferralDate": "2026-02-03", "CINclosureDate": "2026-03-01"},
            {"LAchildID": "B2", "CINdetailsID": "1", "ReferralSource": "1A"},
        ],
        "Assessments": [
            first
            | {"AssessmentID": "1", "AssessmentActualStartDate": "2025-10-07", "AssessmentFactors": "1C, 6B"},
            first | {"AssessmentID": "2", "AssessmentActualStartDate": "2026-01-02"},
            second | {"AssessmentID": "1", "AssessmentActualStartDate": "2026-02-04"},
        ],
        "AssessmentFactorsList": [
            first | {"AssessmentID": "1", "AssessmentFactor": factor} for factor in ("1C", "6B")
        ],
        "CINplanDates": [first | {"CINPlanStartDate": "2025-11-01"}],
        "Section47": [first | {"S47ActualStartDate": "2025-10-08", "ICPCnotRequired": "false"}],
        "ChildProtectionPlans": [
            second | {"CPPID": "1", "CPPstartDate": "2026-02-10"},
            second | {"CPPID": "2", "CPPstartDate": "2026-05-10"},
        ],
        "Reviews": [
            second | {"CPPID": "1", "CPPreviewDate": day}
            for day in ("2026-02-20", "2026-03-20", "2026-04-20")
        ],
        "PreProceedings": [second | {"PPStartDate": "2026-03-09"}],
    }
    for one in found.values():
        assert one.profile.ref.startswith("cin/"), one.sheet
        assert (one.header_row, one.skip, one.written, one.notes) == (0, 1, True, ())


@pytest.mark.parametrize("name", ["Section47", "section 47", "SECTION_47"])
def test_a_module_is_opened_by_its_name_and_no_other_is_written(opened, scratch, name):
    register = opened(message(FULL), name)
    assert (register.sheet, register.profile.ref) == ("Section47", "cin/section-47")
    assert register.name == "census.xml#Section47"
    assert [*scratch.iterdir()] == [register.data]


@pytest.mark.parametrize("block", [1 << 20, 1, 7])
def test_an_id_after_what_it_names_a_namespace_and_small_blocks_change_nothing(opened, monkeypatch, block):
    monkeypatch.setattr(markup, "BLOCK", block)
    late = (
        "<CINdetails><ReferralSource>1A &amp; <![CDATA[<b>]]></ReferralSource></CINdetails>"
        + PLAIN.format("Zoë")
    )
    content = message(late, before="<?xml version='1.0'?>", inside=' xmlns="urn:x" xmlns:y="urn:y"')
    assert filled(opened(content.replace("Child>", "y:Child>"), "CINdetails")) == [
        {"LAchildID": "Zoë", "CINdetailsID": "1", "ReferralSource": "1A & <b>"},
        {"LAchildID": "Zoë", "CINdetailsID": "2", "ReferralSource": "1A"},
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252", "iso-8859-1"])
def test_a_return_may_be_in_any_encoding_that_it_names(opened, encoding):
    named = encoding.removesuffix("-sig")
    content = message(PLAIN.format("Zoë"), before=f"<?xml version='1.0' encoding='{named}'?>")
    assert filled(opened(content.encode(encoding), "CINdetails"))[0]["LAchildID"] == "Zoë"


def test_several_modules_are_told_by_name(refused):
    assert refused(message(PLAIN.format("A1"))) == (
        "it holds several modules: ChildIdentifiers and CINdetails; name one of them as "
        "census.xml#ChildIdentifiers."
    )


def test_the_only_module_is_taken(opened):
    assert opened(message("<CINdetails/>")).sheet == "CINdetails"


def test_elements_that_are_not_known_are_told(opened):
    register = opened(message("<CINdetails><Shoe>9</Shoe><Shoe>8</Shoe><Hat/></CINdetails>"))
    assert register.notes == ("elements that are not known here are left out: Shoe (2)",)


# --- what is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Section74", "a CIN census has no module 'Section74'; did you mean 'Section47'?"),
        ("Section47", "it holds no Section47; there are CINdetails, ChildIdentifiers."),
    ],
)
def test_a_module_that_is_not_there_is_told(refused, name, said):
    assert refused(message(PLAIN.format("A1")), name) == said


@pytest.mark.parametrize(
    "content",
    [
        "<Message/>",
        "<Message><Children><CHILD><CHILDID>1</CHILDID></CHILD></Children></Message>",
        "<svg><g/></svg>",
    ],
)
def test_xml_of_another_kind_is_refused(refused, content):
    assert refused(content) == (
        "it is XML, but no CIN census: no child in it has any of the census's modules."
    )


@pytest.mark.parametrize(
    "content",
    [
        message(FULL)[:900],
        message("<CINdetails><LBPSentDate>2026-09-20</<LBPSentDate></CINdetails>"),
        message("&nosuch;"),
        "id,team\n1,A\n",
        "",
        "<?xml version='1.0' encoding='nosuch'?><Message/>",
    ],
)
def test_xml_that_breaks_off_or_is_wrong_is_told_with_its_line(refused, content):
    said = refused(content)
    assert said.startswith("line ")
    assert said.endswith("); make the return again.")


def test_a_bomb_of_entities_goes_nowhere(refused):
    grow = "".join(
        f'<!ENTITY e{step} "{f"&e{step - 1};" * 10}">' if step else '<!ENTITY e0 "ha">' for step in range(12)
    )
    bomb = message(
        "<CINdetails><ReferralSource>&e11;</ReferralSource></CINdetails>", before=f"<!DOCTYPE x [{grow}]>"
    )
    tracemalloc.start()
    assert refused(bomb) == (
        "it declares a document type (DOCTYPE), as no census does; send the file as it was returned."
    )
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_return_is_never_whole_in_memory(opened):
    content = message(*(FULL.replace("A1", f"A{number}") for number in range(4_000))).encode()
    tracemalloc.start()
    register = opened(content, "Reviews")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(content) > 6_000_000
    assert peak < 25_000_000
    assert sum(1 for _ in rows(register)) == 12_000


@given(content=st.text(st.sampled_from("<>/&;!Cx \"='"), max_size=60))
def test_any_text_is_a_sentence(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("xml")
    (folder / "a.xml").write_text(f"<Message>{content}</Message>", encoding="utf-8")
    with pytest.raises(FileError) as caught:
        open_register(str(folder / "a.xml"), LIBRARY, folder)
    assert str(caught.value).endswith(".")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_can_open_our_copy(opened, scratch):
    register = opened(message(FULL), "Reviews")
    assert register.data.parent == scratch
    assert register.data.stat().st_mode & 0o777 == 0o600


def test_a_module_as_csv_with_an_unnamed_index_column_is_recognised(tmp_path, scratch):
    (tmp_path / "a.csv").write_text(
        ",LAchildID,CINdetailsID,S47ActualStartDate,InitialCPCtarget,DateOfInitialCPC,ICPCnotRequired\n"
        "0,A1,1,2025-10-08,,,false\n",
        encoding="utf-8",
    )
    register = open_register(str(tmp_path / "a.csv"), LIBRARY, scratch)
    assert register.profile.ref == "cin/section-47"
    assert [heading.text for heading in register.headings][:2] == ["", "LAchildID"]


# --- Parquet ----------------------------------------------------------------------------------------


def as_parquet(table, typed):
    """Stands in for the engine: writes the rows as it would."""

    def write(path, target):
        assert path.read_bytes() == b"PAR1"
        with target.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
        return typed

    return write


def test_a_parquet_file_is_read_through_the_engine(tmp_path, scratch):
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    table = [["LAchildID", "Disability"], ["1", "HAND"], ["2", "NONE"]]
    engine = as_parquet(table, {0: {"fraction": (1,)}})
    register = open_register(str(tmp_path / "a.parquet"), LIBRARY, scratch, engine)
    assert (register.profile.ref, register.skip, register.written) == ("cin/disabilities", 1, True)
    assert register.typed == {0: {"fraction": (1,)}}
    assert [row for _, row in rows(register)] == table[1:]
    [again] = open_all(str(tmp_path / "a.parquet"), LIBRARY, scratch, as_parquet([["a"], ["1"]], {}))
    assert (again.profile, [heading.text for heading in again.headings]) == (None, ["a"])


@pytest.mark.parametrize("table", [[], [["id", "team"]]])
def test_a_parquet_file_without_rows_is_an_empty_list(tmp_path, scratch, table):
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    with pytest.raises(FileError, match="the list is empty: it has no rows"):
        open_register(str(tmp_path / "a.parquet"), LIBRARY, scratch, as_parquet(table, {}))


def test_a_parquet_file_without_an_engine_is_a_sentence(tmp_path, scratch):
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    with pytest.raises(FileError, match="a Parquet file cannot be read here; save it as CSV"):
        open_register(str(tmp_path / "a.parquet"), LIBRARY, scratch)
