"""A made-up register in which every value can be searched for, in each of the shapes that registers have.

Whatever tells who a child is stands under a heading that does not say so, beside text that anybody typed.
Each value begins like no other text, and holds the letter of its register and the number of its row.
"""

import csv
import sqlite3
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROWS = 24
SHAPES = ("csv", "xlsx", "ods", "xml", "sqlite", "parquet", "postgres")
HEADINGS = ("Ref 2", "Client", "Col7", "P no", "B", "Lives at", "PC", "Ring", "Contact", "Notes")
# What a draw is shared out by, narrowed by, shared out to, weighed by, read by, and carried.
OTHERS = ("Team", "Opened", "Keyworker", "Risk", "Family")


def nhs(number):
    """A number of ten digits whose last is right, so that it looks as an NHS number does."""
    while True:
        digits = f"947{number:06}"
        check = 11 - sum(int(one) * weight for one, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return f"{digits[:3]} {digits[3:6]} {digits[6:]}{check % 11}"
        number += 500_000


def upn(number):
    """A unique pupil number whose first letter is right."""
    digits = f"947{number:09}"
    total = sum(int(one) * weight for weight, one in enumerate(digits, 2))
    return "ABCDEFGHJKLMNPQRTUVWXYZ"[total % 23] + digits


@dataclass(frozen=True)
class Child:
    """A made-up child in a row of a register of some shape."""

    shape: str
    row: int

    @property
    def mark(self):
        """The letter of the register and the number of the row, in letters."""
        return "abcdefg"[SHAPES.index(self.shape)] + "".join(
            "abcdefghij"[int(one)] for one in f"{self.row:02}"
        )

    @property
    def number(self):
        return SHAPES.index(self.shape) * 1000 + self.row

    def cells(self):
        """What stands in the row, in the order of the headings."""
        mark, number = self.mark, self.number
        mail, ring = f"zqxeml{mark}@zqxeml.example", f"07700 9{number:05}"
        return (
            f"ZQXID{mark.upper()}",
            f"Zqxfam{mark}, Zqxgiv{mark}",
            nhs(number),
            upn(number),
            f"{1 + number % 28:02}/{1 + number // 28 % 12:02}/19{11 + SHAPES.index(self.shape)}",
            f"{self.row + 1} Zqxadr{mark} Road",
            f"ZQ{1 + SHAPES.index(self.shape)} {self.row % 10}{'ABDEF'[self.row // 10]}{'A'}",
            ring,
            mail,
            f"Zqxnot{mark}: Zqxgiv{mark} said; ring {ring} or {mail}, {nhs(number)}",
            "NS"[self.row % 2],
            f"2026-0{1 + self.row % 8}-11",
            f"Zqxwrk{'ab'[self.row % 2]}",
            str(1 + self.row % 3),
            f"ZQXSIB{mark}",
        )


def table(shape):
    """The headings and the rows of the register of a shape."""
    return [[*HEADINGS, *OTHERS], *(list(Child(shape, row).cells()) for row in range(ROWS))]


def lay(folder):
    """Write the register in every shape that is a file; gives what to type for it, by shape."""
    folder.mkdir(parents=True)
    places = {shape: folder / f"register.{shape}" for shape in SHAPES if shape != "postgres"}
    _csv(places["csv"], table("csv"))
    _xlsx(places["xlsx"], table("xlsx"))
    _ods(places["ods"], table("ods"))
    _census(places["xml"])
    _sqlite(places["sqlite"], table("sqlite"))
    _parquet(places["parquet"], table("parquet"), folder)
    found = {shape: str(path) for shape, path in places.items()}
    return found | {"sqlite": f"sqlite:///{places['sqlite']}#register"}


def _csv(path, rows):
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _xlsx(path, rows):
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def _ods(path, rows):
    """The least that a spreadsheet of the OpenDocument kind is made of."""
    lines = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell office:value-type='string'><text:p>{cell}</text:p></table:table-cell>"
                  for cell in row)
        + "</table:table-row>"
        for row in rows
    )  # fmt: skip
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    body = f'<office:body><office:spreadsheet><table:table table:name="List">{lines}</table:table>'
    content = (
        f'<office:document-content {names} office:version="1.2">{body}</office:spreadsheet></office:body>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    listed = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", f"{content}</office:document-content>")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{listed}'
            "</manifest:manifest>",
        )


def _census(path):
    """A CIN census, which has a place for the id, the UPN and the date of birth."""
    children = ""
    for row in range(ROWS):
        cells = Child("xml", row).cells()
        day, month, year = cells[4].split("/")
        children += (
            f"<Child><ChildIdentifiers><LAchildID>{cells[0]}</LAchildID><UPN>{cells[3]}</UPN>"
            f"<PersonBirthDate>{year}-{month}-{day}</PersonBirthDate><Sex>F</Sex></ChildIdentifiers>"
            f"<CINdetails><CINreferralDate>{cells[11]}</CINreferralDate>"
            f"<ReferralSource>1{'AB'[row % 2]}</ReferralSource></CINdetails></Child>"
        )
    head = "<Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header>"
    Path(path).write_text(f"<Message>{head}<Children>{children}</Children></Message>", encoding="utf-8")


def _sqlite(path, rows):
    connection = sqlite3.connect(path)
    named = ", ".join(f'"{name}" text' for name in rows[0])
    connection.execute(f"CREATE TABLE register ({named})")
    connection.executemany(f"INSERT INTO register VALUES ({', '.join('?' for _ in rows[0])})", rows[1:])
    connection.commit()
    connection.close()


def _parquet(path, rows, folder):
    import duckdb

    plain = folder / "plain.csv"
    _csv(plain, rows)
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_csv('{plain}', all_varchar=true)) TO '{path}' (FORMAT parquet)"
        )
    plain.unlink()
