"""A workspace with a body, some practices that belong to it, and one agency that does not."""

from pathlib import Path

from test_cli_setup import call, write

ASKS = """\
title: Few questions
scale: met-partly-not
standards:
  - id: A
    title: Leads
    questions:
      - {id: A1, text: A lead is named.}
      - {id: A2, text: The lead has time.}
"""
PLAIN = "against: few\nneeds: {action: [], evidence: []}\n"
BOARD = "Kingsbridge ICB"
PRACTICES = ("Abbey Surgery", "Beech Surgery", "Cedar Surgery", "Dene Surgery")
LIST = "\n".join(
    (
        "Code,Agency,Type,Parent,Contact,Chief officer",
        f"icb,{BOARD},Health,,Ida Clay <ida@icb.example>,Omar Dean <omar@icb.example>",
        "police,Kingsbridge Police,Police,,Ada Moss <ada@police.example>,",
        *(f"gp-{n},{name},Health,{BOARD},M{n} <m{n}@gp.example>," for n, name in enumerate(PRACTICES, 1)),
    )
)
MET = "A1: met\nA2: met\n"


def made():
    """What the tests begin with: the round is due on 1 December 2026."""
    call("init", ".", "--name", "Kingsbridge Partnership")
    write("standards/few.yaml", ASKS)
    write("templates/few.yaml", PLAIN)
    call("agency", "import", write("list.csv", LIST))
    call("round", "open", "few", "--name", "r", "--due", "2026-12-01", "--today", "2026-10-01")


def answer(agency, text=MET, *more, today="2026-11-02"):
    """Give answers from a file."""
    path = write(Path(f"{agency}.yaml"), text)
    call("ask", "r", "--agency", agency, "--answers", path, *more, "--today", today)


def sign(agency, today="2026-11-03"):
    call("sign", "r", "--agency", agency, "--name", f"Head of {agency}", "--role", "Lead", "--today", today)
