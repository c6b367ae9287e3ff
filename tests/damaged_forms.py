"""A good form that is damaged in one way, and what comes of it."""

import io
import re
import zipfile
from datetime import date

import openpyxl

from audit.agencies import Agency
from audit.errors import FileError
from audit.responses.response import Answer, Evidence, Response
from audit.rounds import Expected, Round, interview
from audit.workbook.form import write_form
from audit.workbook.form_read import read_forms
from audit.workbook.form_take import take_form

TODAY, DUE = date(2026, 1, 10), date(2026, 3, 31)
OAK = Agency("oak", "Oak", ("school",), ("section-11",))
CATALOGUE = """
title: Of every kind
scale: met-partly-not
standards:
  - id: A
    title: One
    questions:
      - {id: A1, text: A lead is named.}
      - {id: A2, text: Staff are trained., kind: share}
      - {id: A3, text: How many staff?, kind: number}
  - id: B
    title: Two
    questions:
      - {id: B1, text: Reviewed on., kind: date}
      - {id: '1.1', text: It is seen.}
      - {id: '1.10', text: It is heard.}
      - {id: B3, text: For the police., applies_to: [police]}
"""
STORED = {"A1": Answer("met", "Said", (Evidence("Chart", "", "2026-01-01"),)), "A2": Answer("6/8")}


class Damaged:
    """A good form, to be damaged in one way: as a book of openpyxl, or as the bytes of its parts."""

    def __init__(self, folder, data):
        self.folder, self.data, self.path = folder, data, folder / "form.xlsx"
        self.path.write_bytes(data)
        self.book = openpyxl.load_workbook(io.BytesIO(data))

    @property
    def one(self):
        return self.book["A One"]

    @property
    def two(self):
        return self.book["B Two"]

    def row(self, name, sheet=None):
        return next(row for row in (sheet or self.one) if row[0].value == name)

    def column(self, heading):
        return next(cell for cell in self.row("Question") if cell.value == heading).column

    def put(self, name, heading, value, sheet=None):
        cell = self.row(name, sheet)[self.column(heading) - 1]
        cell.value = value
        return cell

    def text(self, name, heading, value, sheet=None):
        cell = self.put(name, heading, value, sheet)
        cell.data_type = "s"

    def save(self, name="form.xlsx"):
        self.path = self.folder / name
        self.book.save(self.path)

    def part(self, change, name="form.xlsx", part="xl/worksheets/sheet3.xml"):
        """Saved with one part of the archive changed."""
        self.path = self.folder / name
        with zipfile.ZipFile(io.BytesIO(self.data)) as old, zipfile.ZipFile(
            self.path, "w", zipfile.ZIP_DEFLATED
        ) as new:  # fmt: skip
            for member in old.infolist():
                content = old.read(member)
                new.writestr(member.filename, change(content) if member.filename == part else content)

    def raw(self, data, name="form.xlsx"):
        self.path = self.folder / name
        self.path.write_bytes(data)

    def cover(self, label, value):
        sheet = self.book["Start here"]
        next(row for row in sheet if row[0].value == label)[1].value = value


def written(folder, template):
    """The bytes of a good form."""
    round_ = Round("R1", template, DUE, (Expected(OAK, DUE),))
    response = Response("R1", "oak", "oak", answers=STORED)
    write_form(round_, OAK, response, folder / "good.xlsx", today=TODAY)
    return (folder / "good.xlsx").read_bytes()


def back(form, template):
    """What comes of a damaged form: its sentences where it is refused, else what it gives."""
    round_ = Round("R1", template, DUE, (Expected(OAK, DUE),))
    ids = {*template.by_id, "A", "B"}
    forms, errors = read_forms(
        [form.path],
        lambda name, agency: ids if (name, agency) == ("R1", "oak") else None,
        lambda name: template.digest if name == "R1" else "",
        lambda digest: "R0" if digest == "0" * 64 else "",
    )
    if errors:
        return errors[0].problems
    asked = interview(round_, OAK, Response("R1", "oak", "oak", answers=STORED), TODAY)
    try:
        return take_form(asked, forms[0])
    except FileError as error:
        return error.problems


FAR = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'


def span(old, new):
    return lambda content: content.replace(old, new, 1)


def cell_xml(address, inside, kind=""):
    """Puts a cell into a sheet as no program of ours writes it."""
    pattern = re.compile(rb'<c r="' + address.encode() + rb'"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
    return lambda content: pattern.sub(f'<c r="{address}"{kind}>{inside}</c>'.encode(), content, count=1)
