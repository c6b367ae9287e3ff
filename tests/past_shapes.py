"""Matrices of past cycles as boards keep them: the same few grades laid out in many ways, all made up."""

from dataclasses import dataclass, field

import openpyxl
from openpyxl.styles import PatternFill

from audit.agencies import Agency

AGENCIES = (
    Agency("police", "Kingsbridge Police"),
    Agency("elm-park", "Elm Park Hospital NHS Foundation Trust"),
    Agency("yos", "Youth Offending Service"),
    Agency("oak", "Oak Primary School (Kingsbridge)"),
)
GREEN, AMBER, RED, GREY, VIOLET = "92D050", "FFC000", "FF0000", "BFBFBF", "7030A0"
TITLES = {
    "A": "Senior management commitment",
    "B": "Clear statement of responsibilities",
    "E": "Staff training",
    "H": "Information sharing",
}
IDS = tuple(TITLES)
NAMES = tuple(one.name for one in AGENCIES)
# What each agency says of A, B, E and H, in bands.
BANDS = (
    ("green", "amber", "red", "green"),
    ("amber", "amber", "green", "not applicable"),
    ("red", "green", "no answer", "amber"),
    ("green", "green", "green", "red"),
)
MET = {"green": "fully", "amber": "in part", "red": "not"}
CODES = tuple(one.code for one in AGENCIES)


def cells(rows=BANDS, ids=IDS, codes=CODES):
    """{(agency, standard): word} of rows of words."""
    return {
        (code, one): word
        for code, row in zip(codes, rows, strict=True)
        for one, word in zip(ids, row, strict=True)
    }


def met(rows=BANDS):
    return tuple(tuple(MET.get(word, word) for word in row) for row in rows)


def typed(words, rows=BANDS, **more):
    """The rows as somebody types them, by a word for each."""
    said = {"not applicable": "N/A", "no answer": None} | words | more
    return [[said.get(word, word) for word in row] for row in rows]


def beside(names, rows):
    return [[name, *row] for name, row in zip(names, rows, strict=True)]


def turned(rows):
    return [list(one) for one in zip(*rows, strict=True)]


@dataclass
class Shape:
    """A table: its rows, what is merged, what is filled by (row, column) from 1; what is to be read of it."""

    rows: list
    wanted: dict = field(default_factory=cells)
    merged: tuple = ()
    fills: dict = field(default_factory=dict)
    kind: str = "xlsx"
    given: dict = field(default_factory=dict)
    notes: tuple = ()
    separator: str = ","

    def write(self, folder):
        path = folder / f"matrix.{self.kind}"
        if self.kind == "csv":
            lines = (self.separator.join(_quoted(cell, self.separator) for cell in row) for row in self.rows)
            path.write_text("\n".join(lines), encoding="utf-8")
            return path
        book = openpyxl.Workbook()
        page = book.active
        page.title = "Matrix"
        for row in self.rows:
            page.append(row)
        for span in self.merged:
            page.merge_cells(span)
        for (row, column), colour in self.fills.items():
            page.cell(row, column).fill = PatternFill("solid", fgColor=f"FF{colour}")
        book.save(path)
        return path


def _quoted(cell, separator):
    said = "" if cell is None else str(cell)
    return f'"{said}"' if separator in said or "\n" in said else said


RAG = {"green": "Green", "amber": "Amber", "red": "Red"}
HEAD = ["Agency", *IDS]
PLAIN = beside(NAMES, typed(RAG))


def filled(rows=BANDS, top=2, left=2):
    colours = {"green": GREEN, "amber": AMBER, "red": RED}
    return {
        (top + down, left + across): colours[word]
        for down, row in enumerate(rows)
        for across, word in enumerate(row)
        if word in colours
    }


def long_rows():
    return [
        [name, f"{one} {TITLES[one]}", word]
        for name, row in zip(NAMES, typed(RAG), strict=True)
        for one, word in zip(IDS, row, strict=True)
    ]


def merged_long():
    """A grade a row, the agency said once in a merged cell over its four rows."""
    rows = [["Partner agency", "Standard", "RAG rating", "Comments"]]
    for name, row in zip(NAMES, typed(RAG), strict=True):
        rows += [[name if not at else None, IDS[at], word, "All well"] for at, word in enumerate(row)]
    return rows


SCORES = {"green": 3, "amber": 2, "red": 0}
SHARED = tuple(
    tuple({"green": "100 %", "amber": "67 %", "red": "0 %"}.get(word, word) for word in row) for row in BANDS
)
QUESTIONS = ("A1", "A2", "B1")
GRADES = (
    ("met", "partly", "not-met"),
    ("met", "met", "partly"),
    ("not-met", "n/a", "met"),
    ("partly", "met", "met"),
)
GRADED = tuple(tuple("not applicable" if word == "n/a" else word for word in row) for row in GRADES)
LABELS = {"met": "Met", "partly": "Partly met", "not-met": "Not met", "n/a": "N/A"}
LABELLED = beside(NAMES, [[LABELS[word] for word in row] for row in GRADES])

SHAPES = {
    "ids across, words": Shape([HEAD, *PLAIN]),
    "letters in a csv": Shape(
        [HEAD, *beside(NAMES, typed({"green": "g", "amber": "A", "red": "r"}))], kind="csv"
    ),
    "semicolons": Shape([HEAD, *PLAIN], kind="csv", separator=";"),
    "titles over it, totals below and beside": Shape(
        [
            ["Kingsbridge Safeguarding Children Partnership"],
            ["Section 11 audit 2024", None, None, "Correct at 30 November 2024"],
            [],
            ["Organisation", *TITLES.values(), "Overall RAG", "No of greens"],
            *([*row, "Amber", 2] for row in PLAIN),
            ["Total green", 2, 2, 2, 1, None, 7],
            ["Average", None, None, None, None, None, 1.75],
        ],
        notes=("'Overall RAG'", "'No of greens'", "'Total green | 2 | 2 | 2 | 1 | 7'", "'Average | 1.75'"),
    ),
    "turned, id and title": Shape(
        [
            ["Ref", "Standard", *NAMES],
            *([one, TITLES[one], *row] for one, row in zip(IDS, turned(typed(RAG)), strict=True)),
        ]
    ),
    "turned, agencies under a merged heading": Shape(
        [
            ["Standard", "Agencies", None, None, None],
            [None, *NAMES],
            *([TITLES[one], *row] for one, row in zip(IDS, turned(typed(RAG)), strict=True)),
        ],
        merged=("B1:E1", "A1:A2"),
    ),
    "a grade a row": Shape([["Agency", "Standard", "Grade"], *long_rows()], kind="csv"),
    "a grade a row, agencies merged": Shape(
        merged_long(), merged=tuple(f"A{top}:A{top + 3}" for top in (2, 6, 10, 14)), notes=("'Comments'",)
    ),
    "colours alone": Shape(
        [HEAD, *beside(NAMES, typed({"green": None, "amber": None, "red": None}))], fills=filled()
    ),
    "words and colours, one of them at odds": Shape(
        [HEAD, *PLAIN], fills=filled() | {(2, 2): RED}, notes=("'Green' stands on red; the word counts",)
    ),
    "colours and blanks that are violet": Shape([HEAD, *PLAIN], fills={(4, 4): VIOLET}),
    "titles over ids": Shape([["Agency", *TITLES.values()], [None, *IDS], *PLAIN], merged=("A1:A2",)),
    "ids over titles": Shape([[None, *IDS], ["Agency name", *TITLES.values()], *PLAIN]),
    "standard A": Shape([["Agency", *(f"Standard {one}" for one in IDS)], *PLAIN]),
    "id and title together": Shape(
        [
            [
                "Agency",
                "A. Senior management commitment",
                "B - Clear statement of responsibilities",
                "(E) Staff training",
                "H Information sharing",
            ],
            *PLAIN,
        ]
    ),
    "titles that begin so, in capitals": Shape(
        [["AGENCY", "SENIOR MANAGEMENT", "CLEAR STATEMENT", "STAFF TRAINING", "INFORMATION  SHARING"], *PLAIN]
    ),
    "titles behind other numbers": Shape(
        [
            ["Agency", *(f"{at}. {title}" for at, title in zip((3, 1, 7, 2), TITLES.values(), strict=True))],
            *PLAIN,
        ]
    ),
    "numbers as places": Shape(
        [["Agency", "Standard 1", "Standard 2", "Standard 5", "Standard 8"], *PLAIN], given={"in_order": True}
    ),
    "S1 and so on": Shape([["Agency", "S1", "S2", "S5", "S8"], *PLAIN], given={"in_order": True}),
    "bare numbers": Shape([["Agency", "1.", "2.", "5.", "8."], *PLAIN], given={"in_order": True}),
    "met and not met": Shape(
        [
            HEAD,
            *beside(
                NAMES, typed({"green": "Fully compliant", "amber": "Partially Met", "red": "Not yet met"})
            ),
        ],
        cells(met()),
    ),
    "yes and no, ticks": Shape(
        [HEAD, *beside(NAMES, typed({"green": "✓", "amber": "Partly", "red": "No"}))], cells(met())
    ),
    "per cents": Shape(
        [HEAD, *beside(NAMES, typed({"green": "100%", "amber": "67 %", "red": "0%"}))], cells(SHARED)
    ),
    "scores from 0 to 3": Shape(
        [HEAD, *beside(NAMES, typed(SCORES))], cells(SHARED), given={"numbers": "0-3"}
    ),
    "scores in a csv, the best is 1": Shape(
        [HEAD, *beside(NAMES, typed({"green": "1", "amber": "2.0", "red": "4"}))],
        cells(SHARED),
        kind="csv",
        given={"numbers": "4-1"},
    ),
    "questions under their standards": Shape(
        [
            ["Agency", "A Senior management commitment", None, "B Clear statement of responsibilities"],
            [None, *QUESTIONS],
            *LABELLED,
        ],
        cells(GRADED, QUESTIONS),
        merged=("B1:C1", "A1:A2"),
    ),
    "questions in words": Shape(
        [
            [
                "Agency",
                "Safeguarding children is led by a named member of the board or senior team.",
                "Q A2",
                "Question B1",
            ],
            *LABELLED,
        ],
        cells(GRADED, QUESTIONS),
    ),
    "questions in colours": Shape(
        [
            ["Agency", *QUESTIONS],
            *beside(NAMES, [["N/A" if one == "n/a" else None for one in row] for row in GRADES]),
        ],
        cells(GRADED, QUESTIONS),
        fills={
            (2 + down, 2 + across): {"met": GREEN, "partly": AMBER, "not-met": RED}[word]
            for down, row in enumerate(GRADES)
            for across, word in enumerate(row)
            if word != "n/a"
        },
    ),
    "words with more behind them": Shape(
        [
            HEAD,
            *beside(
                NAMES,
                typed(
                    {"green": "Green (self-assessed)", "amber": "Amber - improving", "red": "Red\nno policy"}
                ),
            ),
        ]
    ),
    "nothing in three ways": Shape(
        [
            HEAD,
            *beside(
                NAMES, typed(RAG, **{"not applicable": "Not applicable - no staff", "no answer": "No return"})
            ),
        ]
    ),
    "zero is a score": Shape(
        [HEAD, *beside(NAMES, typed({"green": 3, "amber": 2, "red": 0, "no answer": "no response"}))],
        cells(SHARED),
        given={"numbers": "0-3"},
    ),
    "a legend below": Shape(
        [
            HEAD,
            *beside(NAMES, typed({"green": "3", "amber": "2", "red": "1"})),
            [],
            ["Key"],
            ["3", "Green"],
            ["2 = Amber"],
            ["1", "Red"],
        ],
        notes=("'3' is 'Green'", "'2' is 'Amber'"),
    ),
    "a legend above": Shape(
        [
            ["S11 2024", None, "Key: F = Fully met; P = Partly met; U = Not met"],
            HEAD,
            *beside(NAMES, typed({"green": "F", "amber": "P", "red": "U"})),
        ],
        cells(met()),
        notes=("'f' is 'Fully met'",),
    ),
    "a legend beside": Shape(
        [
            [*HEAD, None, "Key", None],
            *(
                [*row, None, *key]
                for row, key in zip(
                    beside(NAMES, typed({"green": "one", "amber": "two", "red": "three"})),
                    [["one", "Green"], ["two", "Amber"], ["three", "Red"], [None, None]],
                    strict=True,
                )
            ),
        ]
    ),
    "names as people write them": Shape(
        [HEAD, *beside(("KINGSBRIDGE POLICE", "Elm Park Hospital", "YOS", "Oak Primary School"), typed(RAG))]
    ),
    "headings again halfway, numbered rows, a note below": Shape(
        [
            [None, *HEAD],
            [1, *PLAIN[0]],
            [2, *PLAIN[1]],
            [],
            [None, *HEAD],
            [3, *PLAIN[2]],
            [4, *PLAIN[3]],
            [None, "Grades are those that the panel agreed on in December 2024 after two meetings"],
        ],
        notes=("headings again", "a remark", "numbers the rows"),
    ),
    "an agency that did not return": Shape(
        [HEAD, *PLAIN[:2], [NAMES[2]], PLAIN[3]],
        cells((*BANDS[:2], ("no answer",) * 4, BANDS[3])),
    ),
    "corrected by options": Shape(
        [
            ["Agency", "Leadership", "B", "Training of staff", "H", "Visit"],
            *(
                [*row, "May"]
                for row in beside(
                    ("The Met", *NAMES[1:]), typed({"green": "Good", "amber": "Amber", "red": "Red"})
                )
            ),
        ],
        given={
            "agencies": {"The Met": "police"},
            "columns": {"Leadership": "A", "training of staff": "E", "Visit": "-"},
            "words": {"good": "green"},
        },
        notes=("'Visit'",),
    ),
}
