"""What large workbooks cost in time and memory: 200 agencies by 56 questions, and 10,000 actions.

    python tests/benchmarks/bench_workbooks.py [AGENCIES ACTIONS]

Each edition is written in a process of its own; beside it stands plain xlsxwriter, which writes as many
cells, as long on average, on as many sheets, without formats.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter

sys.path.insert(0, str(Path(__file__).parents[1]))
AUDIENCES = ("subgroup", "board", "public")
TODAY, DUE = date(2026, 11, 16), date(2026, 10, 30)


def agencies(count):
    """What writes a report on agencies."""
    from bench_round import replies

    from audit.agencies import Agency
    from audit.definitions import library
    from audit.responses.files import take
    from audit.responses.response import Response, Signature
    from audit.rounds import Expected, Round, interview
    from audit.scoring.partnership import results
    from audit.templates import load
    from audit.workbook.report import write_report

    chance, template = random.Random(1), load(library(), "section-11/london")
    known = [Agency(f"a{n:04}", f"Agency {n:04}", ("health",), ("section-11",)) for n in range(count)]
    opened = Round("big", template, DUE, tuple(Expected(one, DUE) for one in known))
    signed, responses = Signature("A", "B", TODAY.isoformat()), []
    for one in known:
        asked = interview(opened, one, None, TODAY)
        answers = dict(take(asked, dict(replies(asked, chance)), "benchmark").answers)
        responses.append(Response("big", one.code, one.code, answers=answers, signed=signed))
    found = results(opened, responses, TODAY, drafts=False)
    return lambda path, audience: write_report(found, path, audience=audience, partnership="Benchmark")


def actions(count):
    """What writes a report on actions."""
    from actions_made import DONE, assured, followed, told

    from audit.actions.figures import Figures
    from audit.workbook.action_edition import ActionEdition
    from audit.workbook.action_report import write_action_report

    kinds = ((DONE,), (DONE, ("2026-07-03", assured("2026-07-01"))), (("2026-10-20", told("on track")),), ())
    owners = [f"Agency {n}" for n in range(40)]
    found = [followed(n, *kinds[n % 4], owners=(owners[n % 40],)) for n in range(1, count + 1)]
    figures = Figures(tuple(found), TODAY)

    def write(path, audience):
        write_action_report(ActionEdition(figures, audience, date(2026, 8, 1), "Benchmark"), path)

    return write


def plain(path, sheets):
    """As many cells, as long, on as many sheets."""
    with xlsxwriter.Workbook(path) as book:
        for place, (cells, length) in enumerate(sheets):
            sheet = book.add_worksheet(f"Sheet {place}")
            for n in range(cells):
                sheet.write_string(n // 10, n % 10, f"{n} {'x' * (length - 6)}")


def measured(work, *args):
    """The seconds and the mebibytes at most that some work takes in this process."""
    began = time.perf_counter()
    work(*args)
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def child(kind, path, rest):
    """A measurement by its name; printed as JSON."""
    if kind == "plain":
        print(json.dumps(measured(plain, path, json.loads(rest))))
    else:
        count, audience = rest.split(",")
        write = {"agencies": agencies, "actions": actions}[kind](int(count))
        print(json.dumps(measured(write, Path(path), audience)))


def asked(kind, path, rest):
    command = [sys.executable, __file__, "--child", kind, str(path), rest]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def cells(path):
    """How many cells each sheet has, and how long they are on average."""
    warnings.simplefilter("ignore")  # openpyxl knows no data bars
    for sheet in openpyxl.load_workbook(path, read_only=True):
        sizes = [
            len(str(value)) for row in sheet.iter_rows(values_only=True) for value in row if value is not None
        ]
        yield len(sizes), sum(sizes) // max(1, len(sizes))


def main(counts):
    with tempfile.TemporaryDirectory() as folder:
        for kind, count in counts.items():
            for audience in AUDIENCES:
                path = Path(folder) / "r.xlsx"
                ours = asked(kind, path, f"{count},{audience}")
                sheets = list(cells(path))
                theirs = asked("plain", Path(folder) / "plain.xlsx", json.dumps(sheets))
                total = sum(many for many, _ in sheets)
                print(
                    f"{count:,} {kind}, {audience}: {ours['seconds']:.1f} s, {ours['mib']:.0f} MiB; "
                    f"plain xlsxwriter, {total:,} cells: {theirs['seconds']:.1f} s, {theirs['mib']:.0f} MiB",
                    flush=True,
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
    else:
        given = [int(one) for one in sys.argv[1:]] or [200, 10_000]
        main(dict(zip(("agencies", "actions"), given, strict=True)))
