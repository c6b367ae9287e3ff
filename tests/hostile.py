"""Partnerships that no workbook should mind, and what people type that no program should trip over."""

from dataclasses import replace
from datetime import date

from case_rounds import case_round
from hypothesis import strategies as st
from samples import DESIGNS, rows_of, sample

from audit.agencies import Agency
from audit.cases.results import Results
from audit.responses.files import take
from audit.responses.response import Response, Signature
from audit.rounds import Expected, Round, Standing, interview
from audit.scoring.partnership import results

TODAY, DUE = date(2026, 11, 16), date(2026, 10, 30)
CATALOGUE = """
    title: Standards
    scale: met-partly-not
    standards:
      - id: A
        title: Leadership
        questions:
          - {id: A1, text: Somebody leads., critical: yes}
          - {id: A2, text: The board hears of it.}
      - id: B
        title: Recruitment
        questions:
          - {id: B1, text: References are read.}
"""
ASK = """
    against: local/set
    needs: {action: [not-met, partly], evidence: []}
    score: standards
    bands:
      - {name: green, from: 0.85, colour: 00703C}
      - {name: amber, from: 0.5, colour: F4A300}
      - {name: red, from: 0, colour: D4351C}
"""
TYPED = (
    '=HYPERLINK("http://x","y")',
    "+44 20 7946 0000",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "🙂👩‍👧‍👦 ångström ȩ́ e\u0301\u0323",
    "\u202eשלום مرحبا\u202c",
    "a\x00b\x07c\x1bd\x7f\x85e\ufffe",
    "https://example.org/C-03 ada@example.org",
    "'quoted \"twice\"' & <b>tags</b> %d {0}",
    "_x0041_",
    " ".join(["word"] * 500),
    "W" * 900,
    "x" * 32_767,  # the most that is taken in
    "line\n" * 60,
)
LONG = "Kingsbridge and Northern Dales Integrated Community Health and Children’s Social Care Trust"
MANNERS = {  # the answers to A1, A2, B1
    "top": ("met", "met", "met"),
    "mixed": ("met", "partly", "not-met"),
    "red": ("not-met", "not-met", "not-met"),
    "n/a": ("n/a", "n/a", "n/a"),
}
typed = st.sampled_from(TYPED) | st.text(max_size=60)
manners = st.sampled_from((*MANNERS, None, "declined"))


def answers(manner, said):
    for question, value in zip(("A1", "A2", "B1"), MANNERS[manner], strict=True):
        if value == "n/a":
            yield question, {"value": value, "reason": said}
        else:
            what = {"action": {"what": said, "who": said, "when": said}} if value != "met" else {}
            yield question, {"value": value, "comment": said} | what


def partnership(template, given, said, name="Agency {}"):
    """A round whose agencies answered in the manners given; None is silent, "declined" declined.

    `said` is what all of them typed, or what each did.
    """
    agencies = [Agency(f"a{n}", name.replace("{}", str(n)), ("health",), ("s",)) for n in range(len(given))]
    how = [Standing.DECLINED if one == "declined" else Standing.EXPECTED for one in given]
    expected = tuple(Expected(one, DUE, standing) for one, standing in zip(agencies, how, strict=True))
    round_ = Round("s11", template, DUE, expected, "2024 to 2026")
    typed_ = [said] * len(given) if isinstance(said, str) else said
    responses = []
    for agency, manner, one in zip(agencies, given, typed_, strict=True):
        if manner in MANNERS:
            signed = Signature(one[:80], one[:80], "2026-10-01")
            kept = take(interview(round_, agency, None, TODAY), dict(answers(manner, one)), "test").answers
            responses.append(Response("s11", agency.code, agency.code, answers=dict(kept), signed=signed))
    return results(round_, responses, TODAY, drafts=False)


def cases(template, grades, said):
    """A dip sample of twelve, as many of them read as there are grades."""
    standing = sample(replace(DESIGNS["simple"][0]), rows_of(80))
    refs = [entry.reference for entry in standing.current]
    given = {
        (ref, "police", 1): {"V1": _case(grade, said), "V2": _case(grade, said), "T1": said, "G1": said}
        for ref, grade in zip(refs, grades, strict=False)
    }
    return Results(case_round(template, standing, given), TODAY)


def _case(grade, said):
    low = {"action": {"what": said, "who": said, "when": "2026-12-31"}} if grade == "no" else {}
    return {"value": grade, "comment": said} | low
