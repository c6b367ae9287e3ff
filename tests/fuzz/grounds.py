"""A workspace in which every reader has something to read, and a good small file for each of them."""

import json
import zipfile
from contextlib import chdir
from pathlib import Path

import actions_kept
import pyarrow.csv
import pyarrow.parquet
import pyrage
from returns_made import answer, joined, send, sign
from test_cli_setup import MADE_UP, call, write
from test_opening_census import FULL, message

TODAY = ("--today", "2026-10-12")
ROOT = Path(__file__).resolve().parents[2]
REGISTER = "Child ID,Team,Name,Date of birth,DEC\n" + "".join(
    f"{1000 + n},{'North' if n % 2 else 'South'},Child {n},{1 + n % 28:02}/03/20{10 + n % 10},\n"
    for n in range(12)
)
MATRIX = "Agency,Leadership,Training,Comments\nOak Police,Red,Green,Bob Smith\nElm School,Amber,N/A,x\n"
PLAN = (
    "No,Recommendation,Action,Lead,Timescale,Progress,RAG\n"
    "1.1,Share what is known,Agree a protocol,Kingsbridge Police,March 2027,12/01/26 Draft sent,Amber\n"
    "1.2,Train staff,Book a room,Children's Social Care,31/12/2026,Jan 26: booked,Green\n"
)
LONG = "round,agency,question,value,comment\nr1,elm-school,A1,met,Seen\nr1,elm-school,A2,partly,\n"
REPLIES = "Agency,Someone senior leads.,The board hears of it each year.\nElm School,met,not-met\n"
AGENCIES = "Agency,Type,Contact,Chief officer\nFire Service,Fire,Jo Hale jo@fire.uk,Ann Lee\n"
FIGURES = "partnership,k,n,date,definition\nA,3,100,2025-03-31,second plan\nB,5,90,2025-03-31,second plan\n"
OLD = Path(__file__).with_name("plan.xls")  # as Excel 97 keeps it, saved by LibreOffice
PROGRAMME = ROOT / "audit/programme/example.yaml"
CHASE = (
    "title: Ours\nlevels: [{after: 0, to: contact}]\nsubject: [{text: Your return}]\n"
    'paragraphs: [{text: "Send it, {names}."}]\n'
)
KEYS = {  # what somebody types, by what it is typed at
    "interview": b"13Nobody leads.\rAda Moss\r31/3/2027\rMinutes\rShared drive\r3/3/2026\r\r24/26\r\r",
    "hurry": b"?mc\x1b[200~It is so.\nAnd so.\x1b[201~\rb\x1b[B\x1b[B\r\x07A child alone.\rDuty desk\r",
    "panel": b"2No minutes were seen.\rNotes\r5",
    "action": b"Book a room\n1.1\nAda Moss\n31/3/2027\n\n\n\n\n",
}
CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
    '<office:spreadsheet><table:table table:name="List">{}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def build(folder):
    """Make a workspace `here` and a folder `good` of good files in a folder; gives both."""
    here, good = folder / "here", folder / "good"
    good.mkdir(parents=True)
    actions_kept.begin(here)
    with chdir(here):
        _rounds(good)
        _texts(good)
        _forms(good)
        _returns(folder, good)
        call(
            "sample",
            "draw",
            good / "register.csv",
            "--unit",
            "Child ID",
            "--size",
            "3",
            "--seed",
            "4711",
            *TODAY,
        )
    copy = here / "samples/S-001"
    (good / "certificate.json").write_bytes((copy / "certificate.json").read_bytes())
    return here, good


def _rounds(good):
    call("key")
    write("standards/local/ours.yaml", MADE_UP)
    write("templates/letters/chase.yaml", CHASE)
    write("programme.yaml", PROGRAMME.read_text(encoding="utf-8"))
    for home in (
        "past/matrix",
        "plans/plan",
        "registers/agencies",
        "registers/cin/2025",
        "case-audit/multi-agency",
    ):
        shipped = ROOT / "templates" / f"{home}.yaml"
        if shipped.exists():
            write(f"templates/{home}.yaml", shipped.read_text(encoding="utf-8"))
    write(
        "templates/local/ask.yaml",
        "title: Ask\nagainst: local/ours\nneeds: {action: [not-met], evidence: []}\n",
    )
    call("agency", "add", "Oak Police", "--kind", "police")
    call("agency", "add", "Elm School", "--kind", "school")
    call("round", "open", "local/ours", "--name", "r1", "--due", "30/11/2026", *TODAY)
    write(good / "register.csv", REGISTER)
    design = (
        "--unit",
        "Child ID",
        "--size",
        "3",
        "--seed",
        "4711",
        "--name",
        "dip",
        "-o",
        good / "grid.xlsx",
    )
    call("dip", "dip/supervision", good / "register.csv", *design, *TODAY)


def _texts(good):
    texts = {
        "matrix": MATRIX,
        "plan": PLAN,
        "long": LONG,
        "replies": REPLIES,
        "agencies": AGENCIES,
        "figures": FIGURES,
        "dates": "agency,due\nOak Police,2026-12-01\n",
        "auditors": "name,agency,team,worker\nAda Moss,Oak Police,North,\nBen Ash,Elm School,South,\n",
        "involved": "case,agency\nC-01,Oak Police\nC-02,Elm School\n",
        "ids": "Child ID\n1000\n1001\n",
        "panel": "agency,question,moderated grade,reason\nElm School,A1,partly,No minutes\n",
    }
    for name, text in texts.items():
        write(good / f"{name}.csv", text)
        book(good / f"{name}.xlsx", [line.split(",") for line in text.splitlines()])
        ods(good / f"{name}.ods", [line.split(",") for line in text.splitlines()])
    book(good / "register.xlsx", [line.split(",") for line in REGISTER.splitlines()])
    ods(good / "register.ods", [line.split(",") for line in REGISTER.splitlines()])
    (good / "plan.xls").write_bytes(OLD.read_bytes())
    pyarrow.parquet.write_table(pyarrow.csv.read_csv(good / "register.csv"), good / "register.parquet")
    write(good / "census.xml", message(FULL))
    write(
        good / "answers.yaml",
        "A1: met\nA2: {value: partly, action: {what: Ask, who: Ada, when: 31/3/2027}}\nB1: 24/26\n",
    )
    write(good / "panel.yaml", "A1: {grade: partly, reason: No minutes, evidence: asked, wanted: minutes}\n")
    write("given.yaml", "A1: met\nA2: met\n")
    call("ask", "r1", "--agency", "elm-school", "--answers", "given.yaml", *TODAY)
    write(
        good / "answers.json",
        json.dumps({"A1": "met", "A2": {"value": "partly", "comment": "x"}, "B1": "1/2"}),
    )
    for name, keys in KEYS.items():
        (good / f"{name}.keys").write_bytes(keys)
    write(good / "keys.txt", f"# the trust\n{pyrage.x25519.Identity.generate().to_public()}\n")


def _forms(good):
    call("form", "r1", "--agency", "elm-school", "-o", good / "form.xlsx", *TODAY)
    call("action", "form", "--all", "-o", good / "owners", *TODAY)
    (good / "owners/actions-police.xlsx").rename(good / "owner.xlsx")
    call("action", "export", "-o", good / "own.xlsx", *TODAY)
    call("action", "export", "-o", good / "own.csv", *TODAY)


def _returns(folder, good):
    laptop = joined(Path(), folder / "laptop")
    (good / "invitation.json").write_bytes((Path() / "inv/r1-oak-police.json").read_bytes())
    answer(laptop)
    sign(laptop)
    send(laptop, good / "return.json", "--plain")
    send(laptop, good / "return.age")


def book(path, rows):
    """A small workbook of texts."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("List")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)


def ods(path, rows):
    """The same as OpenDocument."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = (f"<table:table-row>{''.join(cell.format(one) for one in row)}</table:table-row>" for row in rows)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", TYPE)
        made.writestr("META-INF/manifest.xml", MANIFEST)
        made.writestr("content.xml", CONTENT.format("".join(lines)))
