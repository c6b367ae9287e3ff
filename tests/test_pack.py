"""Packs: an agency beside all others, what changed, evidence gaps, what to ask, and the workbook of it."""

import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from accessible import wrong
from hypothesis import given
from hypothesis import strategies as st
from test_cli_setup import call, refused, write
from workspaces import begin

from audit.actions.action import Action, Link, Update
from audit.actions.followed import Followed
from audit.agencies import Agency
from audit.moderation import ASKED_FOR, Moderated, moderation_of
from audit.packs.asking import MOST, asks
from audit.packs.gaps import ASKED, NONE, OLD, gaps
from audit.packs.heard import Heard
from audit.packs.pack import FEWEST, Pack
from audit.packs.sentences import sentences, warnings
from audit.packs.spread import counts_words, far_above, questions, spread, standards
from audit.responses.response import MEMBERS, Answer, Response, Signature
from audit.rounds import Expected, Round, Standing
from audit.scoring.movement_pairs import Way
from audit.scoring.partnership import results
from audit.workbook.pack import pages, write_pack
from audit.workbook.page import words

TODAY, DUE = date(2026, 3, 2), date(2026, 3, 31)
OURS = """\
title: Ours
scale: met-partly-not
standards:
  - id: A
    title: Leadership
    questions:
      - {id: A1, text: Someone leads., critical: yes}
      - {id: A2, text: The board hears of it.}
      - {id: A3, text: Is there a plan?, kind: yes-no}
  - id: B
    title: Training
    questions:
      - {id: B1, text: Staff are trained., kind: share, grades: {met: 0.9, partly: 0.7}}
      - {id: B2, text: Pupils know whom to tell., applies_to: [school]}
      - {id: B3, text: What else?, kind: text, optional: yes}
---
against: local/set
needs: {action: []}
evidence-within: 24 months
"""
GRADES = ("met", "partly", "not-met")
LABELS = {"met": "Met", "partly": "Partly met", "not-met": "Not met", "n/a": "not applicable"}


@pytest.fixture(scope="session")
def ours(make):
    return make(*OURS.split("---\n"))


@pytest.fixture(scope="session")
def scored(ours, put):
    """A round scored, of {agency's code: its answers or None}; a code's first word is its kind."""

    def scored(given, *, unsigned=(), name="R", opened="2026-01-01", members=None, **parts):
        agencies = [_agency(code) for code in given]
        expected = tuple(Expected(agency, DUE) for agency in agencies)
        round_ = Round(name, ours, DUE, expected, opened=opened, **parts)
        found = []
        for agency in agencies:
            if given[agency.code] is None:
                continue
            answers = dict(put(ours, given[agency.code], agency.kinds).answers)
            answers |= {MEMBERS: Answer(members[agency.code])} if agency.code in (members or {}) else {}
            signature = None if agency.code in unsigned else Signature("Ada", "Chief", "2026-03-01")
            found.append(Response(name, agency.code, agency.code, answers=answers, signed=signature))
        return results(round_, found, TODAY)

    return scored


def _agency(code):
    kind = code.partition("-")[0]
    return Agency(code, code.title(), (kind,))


def pack_on(code, found, since=None, **parts):
    line = next((line for line in found.lines if line.agency.code == code), None)
    occasion = parts.pop("occasion", found.round)
    return Pack(_agency(code), occasion, line, found, TODAY, since=since, **parts)


def asked(pack):
    return {one.of: one for one in asks(pack).chosen}


def told_of(pack):
    return [*sentences(pack, asks(pack))]


# --- beside all others ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def twelve(scored):
    """Seven schools, three health trusts, the police, and one silent; answers by a rule."""
    codes = [*(f"school-{n}" for n in range(7)), *(f"health-{n}" for n in range(3)), "police-0", "fire-0"]
    given = {
        code: {"A1": GRADES[n % 3], "A2": "n/a" if n == 5 else GRADES[n % 2], "A3": "no" if n == 1 else "yes"}
        for n, code in enumerate(codes[:-1])
    }
    given["school-5"]["A2"] = {"value": "n/a", "reason": "none"}
    return scored(given | {"fire-0": None}, unsigned=("health-2",)), given


def by_hand(given, codes, name):
    """How often some agencies gave a grade, counted without any of our code."""
    values = []
    for code in codes:
        value = given[code].get(name)
        value = value["value"] if isinstance(value, dict) else value
        values.append(LABELS.get(value, value) if value else "not answered")
    return Counter(values)


@pytest.mark.parametrize("name", ["A1", "A2", "A3"])
def test_counts_are_those_of_all_signed_responses_and_of_its_kind(twelve, name):
    found, given = twelve
    [one] = [one for one in questions(pack_on("school-1", found)) if one.question.id == name]
    signed = [code for code in given if code != "health-2"]
    assert dict(one.everybody) == by_hand(given, signed, name)
    assert dict(one.kind) == by_hand(given, [code for code in signed if code.startswith("school")], name)
    assert sum(count for _, count in one.everybody) == 10
    assert one.own == by_hand(given, ["school-1"], name).most_common()[0][0]


def test_its_kind_is_not_told_where_fewer_than_five_others_are_of_it(twelve):
    found, _ = twelve
    assert len(pack_on("school-1", found).of_kind) == 7
    for code in ("health-0", "police-0", "health-2", "fire-0"):
        assert not pack_on(code, found).of_kind
    sheets = pages(pack_on("health-0", found))
    assert not any(
        "Its kind: " in head for page in sheets for table in page.tables for head in table.headings
    )


@given(st.integers(1, 9), st.integers(0, 4), st.booleans())
def test_counts_of_its_kind_always_have_five_others_behind_them(scored, schools, others, signed):
    codes = [*(f"school-{n}" for n in range(schools)), *(f"health-{n}" for n in range(others))]
    found = scored({code: {"A1": "met"} for code in codes}, unsigned=() if signed else ("school-0",))
    pack = pack_on("school-0", found)
    assert bool(pack.of_kind) == (schools - 1 >= FEWEST)
    assert len(pack.of_kind) in {0, schools - (not signed)}
    assert sum(count for _, count in spread(pack.heard, pack.counted, found.template.question("A1"))) == len(
        pack.counted
    )


def test_standards_are_counted_by_how_far_they_are_met(scored):
    given = {f"school-{n}": {"A1": grade, "A2": "met", "A3": "yes"} for n, grade in enumerate(GRADES)}
    found = scored(given)
    assert standards(Heard(), found.counted, found.template.standards[0]) == (
        ("fully", 1),
        ("in part", 1),
        ("not", 1),
    )
    assert counts_words((("fully", 1), ("not", 2))) == "fully 1, not 2"


def test_a_panels_grade_stands_beside_its_own_and_in_the_counts(scored):
    panel = [Moderated("school-0", "school-0", "A1", "partly", "No minutes.", "met", "2026-03-01")]
    given = {"school-0": {"A1": "met"}, "school-1": {"A1": "met"}}
    pack = pack_on("school-0", scored(given, moderation=moderation_of(panel)))
    one = next(questions(pack))
    assert (one.own, one.panel, one.everybody) == ("Met", "Partly met", (("Met", 1), ("Partly met", 1)))
    assert asked(pack)["A1"].words.startswith(
        "You graded it 'Met', the panel 'Partly met', since: No minutes"
    )
    assert "A panel gave 1 grade: 1 lower than its own, 0 the same." in told_of(pack)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        (["partly"] * 5, (5, 5)),
        (["partly"] * 6 + ["met"] * 2, (6, 8)),  # three quarters
        (["partly"] * 5 + ["met"] * 2, None),
        (["not-met"] * 4, None),  # too few
        (["met"] * 9, None),
    ],
)
def test_a_top_grade_is_asked_about_where_three_quarters_of_five_others_grade_lower(scored, others, expected):
    found = scored({"school-0": {"A2": "met"}} | {f"school-{n + 1}": {"A2": g} for n, g in enumerate(others)})
    pack = pack_on("school-0", found)
    assert far_above(pack, found.template.question("A2")) == expected
    assert (asked(pack).get("A2") is not None) == bool(expected)
    if expected:
        assert "{} of {} others of your kind grade lower".format(*expected) in asked(pack)["A2"].why


# --- what must be known first -----------------------------------------------------------------------


def test_a_draft_says_so_before_anything_else(twelve):
    found, _ = twelve
    pack = pack_on("health-2", found)
    [told] = warnings(pack)
    assert told.startswith("NOT SIGNED. These are the answers of a draft in R, ")
    assert words_of(pages(pack)[0])[0] == told
    assert not [*warnings(pack_on("health-0", found))]


def words_of(page):
    return [block.text for block in page.blocks if hasattr(block, "text")]


def test_a_silent_agency_is_told_so_and_asked_for_its_return(twelve, scored):
    found, _ = twelve
    pack = pack_on("fire-0", found)
    assert [*warnings(pack)] == [
        "NO RETURN. Fire-0 has answered nothing in R.",
        "Nothing that Fire-0 has answered is known here.",
    ]
    assert [one.of for one in asks(pack).chosen] == ["return"]
    assert [page.name for page in pages(pack)] == ["Summary", "Questions"]
    before = scored({"fire-0": {"A1": "met"}}, name="R0")
    line = replace(pack.line, expected=replace(pack.line.expected, standing=Standing.DECLINED, reason="No."))
    late = replace(pack_on("fire-0", before, occasion=found.round), line=line)
    assert next(iter(warnings(late))).endswith("What stands here is of R0.")


def test_a_member_has_the_answers_of_the_body_that_answers_for_it(scored):
    given = {"health-icb": {"A1": "met"}, "health-gp": None, "school-1": {"A1": "not-met"}}
    found = scored(given, members={"health-icb": ("health-gp",)})
    pack = replace(pack_on("health-gp", found), agency=replace(_agency("health-gp"), parent="health-icb"))
    assert pack.row.agency.code == "health-icb"
    assert [*warnings(pack)] == [
        "Health-Icb answers for Health-Gp: every answer here is Health-Icb's, not its own."
    ]
    assert not pack.silent
    assert [row.agency.code for row in pack.others] == ["school-1"]


def test_a_member_reads_of_no_other_member_in_its_pack(scored):
    codes = ("health-gp", "health-gp2")
    given = {"health-icb": {"A1": "met"}, **dict.fromkeys(codes)}
    found = scored(given, members={"health-icb": codes})
    assert "They stand for 2 members." in told_of(pack_on("health-gp", found))
    own = told_of(pack_on("health-icb", found))
    assert "They also stand for 2 members: Health-Gp and Health-Gp2." in own


def test_what_a_panel_said_of_an_agency_is_not_taken_for_its_own_answers(ours, scored):
    found = scored({"school-0": {"A1": "met"}})
    told = replace(ours, running=replace(ours.running, respondent="panel"))
    round_ = replace(found.round, template=told)
    assert pack_on("school-0", replace(found, round=round_)).row is None


# --- what changed -----------------------------------------------------------------------------------


def test_grades_are_compared_with_the_round_before(scored):
    then = scored({"school-0": {"A1": "met", "A2": "partly", "B1": "9/10"}}, name="R0")
    now = scored({"school-0": {"A1": "not-met", "A2": "met", "B1": "10/10"}})
    pack = pack_on("school-0", now, then)
    assert [[one.question.id for one in pack.went(way)] for way in Way] == [["A2"], ["A1"], ["B1"]]
    told = "Since R0 1 grade went up, 1 down, and 1 stayed; 0 were confirmed, not given anew."
    assert told in told_of(pack)
    assert "lower than in R0" in asked(pack)["A1"].why
    [fell, rose] = next(t for t in pages(pack)[3].tables if t.title.startswith("Grades that moved")).rows
    assert [words(cell) for cell in fell[2:]] == ["Met", "Not met", "down"]
    assert [words(cell) for cell in rose[2:]] == ["Partly met", "Met", "up"]


def test_what_was_confirmed_is_asked_about_and_low_grades_each(scored):
    answers = {name: {"value": value, "confirmed": "R0"} for name, value in (("A1", "met"), ("A2", "partly"))}
    found = scored({"school-0": {"A1": "met"}})
    response = found.rows[0].response
    kept = {name: Answer(one["value"], confirmed="R0") for name, one in answers.items()}
    found = results(found.round, [replace(response, answers=kept)], TODAY)
    pack = pack_on("school-0", found)
    assert pack.confirmed == ("A1", "A2")
    assert "low, and confirmed unchanged" in asked(pack)["A2"].why
    assert asked(pack)["confirmed"].words.startswith(
        "1 answer was confirmed from last time, not given anew: A1"
    )


def test_without_a_round_before_the_pack_says_so(scored):
    found = scored({"school-0": {"A1": "met"}})
    assert "No earlier round is known that it can be compared with." in [*told_of(pack_on("school-0", found))]
    before = scored({"school-0": None}, name="R0")
    pack = pack_on("school-0", found, before)
    assert "It answered nothing in R0, so nothing can be compared." in told_of(pack)
    assert "Changed" not in [page.name for page in pages(pack)]


# --- evidence and actions ---------------------------------------------------------------------------


def test_gaps_in_evidence_are_listed_by_what_is_lacking(scored):
    panel = [
        Moderated(
            "school-0", "school-0", "A1", "", "", "met", "2026-02-20", ASKED_FOR, "the minutes", by="Dr N"
        )
    ]
    old = {"what": "Policy", "where": "Drive", "date": "2020-01-31"}
    given = {"school-0": {"A1": "met", "A2": {"value": "met", "evidence": [old]}, "B1": "1/1"}}
    pack = pack_on("school-0", scored(given, moderation=moderation_of(panel)))
    assert [(one.of, one.kind, one.words, one.held) for one in gaps(pack)] == [
        ("A1", ASKED, "the panel asked for it on 20 February 2026: the minutes", ""),
        ("A1", NONE, "top grade, and no evidence is named", ""),
        ("B1", NONE, "top grade, and no evidence is named", ""),
        ("A2", OLD, "1 piece of evidence older than 24 months", "Policy (Drive, 31 January 2020)"),
    ]
    found = asked(pack)
    assert found["A1"].words.startswith("The panel asked for evidence on 20 February 2026.")
    assert found["A"].words.startswith("Top grades, and no evidence is named: A1.")
    assert found["A"].why == "no evidence; old evidence"
    told = "2 of 3 top grades have no evidence behind them; 1 answer or standard rests on evidence older"
    assert any(one.startswith(told) for one in told_of(pack))


def followed(name="A-001", link=None, due="2026-02-01"):
    action = Action(name, "p", action="Train", owners=("School-0",), due=due, link=link)
    return Followed(action, "2026-01-01T09:00:00")


def test_a_low_answer_is_asked_about_by_what_is_done_about_it(scored):
    found = scored({"school-0": {"A2": "not-met"}})
    assert asked(pack_on("school-0", found))["A2"].why == "low answer, no action"
    linked = followed(link=Link("R", "A2", "school-0"))
    pack = pack_on("school-0", found, followed=(linked,))
    assert "A2" not in asked(pack)
    assert asked(pack)["A-001"].why == "action overdue"
    other = followed(link=Link("R0", "A2", "school-0"))
    assert "A2" in asked(pack_on("school-0", found, followed=(other,)))


def test_open_actions_alone_stand_in_the_pack(scored):
    ended = replace(followed("A-002"), entries=())
    ended = replace(ended, entries=(entry(Update("2026-02-02", "Ada", "superseded")),))
    found = scored({"school-0": {"A1": "met"}})
    pack = pack_on("school-0", found, followed=(followed(), ended))
    assert [one.id for one in pack.open] == ["A-001"]
    told = "1 of its 2 actions is open: 1 past the due date, 0 reported complete and not assured."
    assert told in told_of(pack)


def entry(said):
    from audit.actions.action import Entry

    return Entry(said, "2026-02-10T10:00:00", "Ann")


def test_at_most_so_many_questions_are_asked_critical_ones_first_and_none_twice(scored):
    many = tuple(followed(f"A-{n:03}") for n in range(1, 41))
    pack = pack_on("school-0", scored({"school-0": {"A1": "not-met", "A2": "not-met"}}), followed=many)
    found = asks(pack)
    assert len(found.chosen) == MOST == len({one.of for one in found.chosen})
    assert (found.chosen[0].of, found.chosen[0].why.split("; ")[0]) == ("A1", "critical, at its lowest grade")
    assert found.more == 40 + 1 + 1 + 1 - MOST  # actions, A1, A2, and what is not answered
    assert f"{found.more} more could be asked" in pages(pack)[1].blocks[0].text


# --- the command ------------------------------------------------------------------------------------

SCHOOLS = [f"{name} School" for name in ("Ash", "Birch", "Cedar", "Dogwood", "Elder", "Hazel", "Gorse")]


@pytest.fixture
def kept(tmp_path, monkeypatch):
    begin(tmp_path, _begin)
    monkeypatch.chdir(tmp_path)


def _begin():
    call("init", ".", "--name", "Kingsbridge SCP")
    catalogue, template = OURS.split("---\n")
    write("standards/local/set.yaml", catalogue)
    write("templates/local/ours.yaml", template)
    write("templates/local/visit.yaml", f"respondent: adviser\n{template}")
    for name in SCHOOLS:
        call("agency", "add", name, "--kind", "school")
    opened("r0", "2024-01-10")
    for number, name in enumerate(SCHOOLS[:2] + SCHOOLS[5:6]):
        answer("r0", name, {"A1": GRADES[number % 3], "A2": "met"}, "2024-02-01")
    opened("r1", "2026-01-10")
    for number, name in enumerate(SCHOOLS[:2] + SCHOOLS[4:5]):
        comment = f"=1+1 {name}'s own words"
        answer("r1", name, {"A1": GRADES[number % 2], "A2": f'{{value: met, comment: "{comment}"}}'})
    call("round", "open", "local/visit", "--name", "v", "--due", "2026-07-01", "--today", "2026-03-01")


def opened(name, day):
    call("round", "open", "local/ours", "--name", name, "--due", f"{day[:4]}-03-31", "--today", day)


def answer(name, agency, answers, day="2026-02-01"):
    text = {"A3": "yes", "B1": "9/10", "B2": "met"} | answers
    held = write("held.yaml", "".join(f"{key}: {value}\n" for key, value in text.items()))
    call("ask", name, "--agency", agency, "--answers", held, "--today", day)
    if agency != SCHOOLS[4]:
        call("sign", name, "--agency", agency, "--name", "A. Head", "--role", "head", "--today", day)


def told(path, sheet="Summary"):
    rows = openpyxl.load_workbook(path)[sheet].values
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


@pytest.mark.usefixtures("kept")
def test_no_other_agency_is_named_in_any_part_of_a_pack_and_its_bytes_stay_the_same():
    call("pack", "r1", "--all", "-o", "packs", "--today", "2026-03-02")
    assert len([*Path("packs").iterdir()]) == 7
    for name in SCHOOLS:
        path = Path("packs") / f"pack-{name.lower().replace(' ', '-')}.xlsx"
        with zipfile.ZipFile(path) as parts:
            whole = b"".join(parts.read(part) for part in parts.namelist()).decode()
        assert [one for one in SCHOOLS if one.removesuffix(" School") in whole] == [name]
        assert "<f>" not in whole
    once = Path("packs/pack-ash-school.xlsx").read_bytes()
    call("pack", "r1", "--agency", "ash school", "-o", "again.xlsx", "--today", "2026-03-02")
    assert Path("again.xlsx").read_bytes() == once
    faults = [one for one in wrong(Path("again.xlsx").absolute(), "subgroup") if "blank cells" not in one]
    assert not faults  # the column to write in is blank


@pytest.mark.usefixtures("kept")
def test_the_answers_and_the_round_before_are_found_and_named():
    for name, output in (("Birch School", "birch"), ("Elder School", "elder"), ("Hazel School", "hazel")):
        call("pack", "r1", "--agency", name, "-o", f"{output}.xlsx", "--today", "2026-03-02")
        call("pack", "v", "--agency", name, "-o", f"{output}-v.xlsx", "--today", "2026-03-02")
    assert "Since r0 0 grades went up, 0 down, and 4 stayed" in told("birch.xlsx")
    assert "NOT SIGNED. These are the answers of a draft in r1, 100 % complete" in told("elder.xlsx")
    silent = told("hazel.xlsx")
    assert "NO RETURN. Hazel School has answered nothing in r1. What stands here is of r0." in silent
    assert "The answers are those of r0 (Ours), its latest self-assessment." in silent
    assert "The answers are those of r1 (Ours), its latest self-assessment." in told("birch-v.xlsx")
    assert "The answers are those of r0 (Ours), its latest self-assessment." in told("hazel-v.xlsx")
    assert "NO RETURN" not in told("hazel-v.xlsx")


@pytest.mark.usefixtures("kept")
def test_a_pack_of_a_round_that_brings_answers_forward_has_those():
    call(
        *("round", "open", "local/visit", "--name", "w", "--due", "2026-07-01", "--today", "2026-03-01"),
        *("--bring-forward", "r0"),
    )
    call("pack", "w", "--agency", "Ash School", "-o", "w.xlsx", "--today", "2026-03-02")
    assert "The answers are those of r0 (Ours), which were brought forward." in told("w.xlsx")


@pytest.mark.usefixtures("kept")
def test_a_round_that_repeats_another_is_compared_with_that_though_a_later_one_would_compare():
    call(
        *("round", "repeat", "r0", "--period", "2026", "--name", "r2", "--due", "2026-09-30"),
        *("--today", "2026-03-01"),
    )
    answer("r2", "Ash School", {"A1": "met", "A2": "met"}, "2026-03-02")
    call("pack", "r2", "--agency", "Ash School", "-o", "p.xlsx", "--today", "2026-03-02")
    assert "Since r0 " in told("p.xlsx")
    call("pack", "r2", "--agency", "Ash School", "--since", "r1", "-o", "p.xlsx", "--today", "2026-03-02")
    assert "Since r1 " in told("p.xlsx")


@pytest.mark.usefixtures("kept")
def test_wrong_rounds_and_agencies_are_refused_in_a_sentence():
    call("pack", "r1", "-o", "p.xlsx", code=2)
    assert "There is no agency 'Oak'" in refused("pack", "r1", "--agency", "Oak", "-o", "p.xlsx")
    same = ("pack", "r1", "--agency", "Ash School", "--since", "r1", "-o", "p.xlsx")
    assert "'r1' cannot be compared with itself" in refused(*same)
    assert "must end in .xlsx" in refused("pack", "r1", "--agency", "Ash School", "-o", "p.pdf")
    call("round", "open", "challenge/event", "--name", "day", "--due", "2026-07-01")
    other = ("pack", "r1", "--agency", "Ash School", "--since", "day", "-o", "p.xlsx")
    assert "No question of 'day' means the same as one of 'r1': nothing compares" in refused(*other)
    call("pack", "r1", "--agency", "Gorse School", "--since", "r0", "-o", "p.xlsx", "--today", "2026-03-02")
    assert "NO RETURN" in told("p.xlsx")


def test_the_first_sheet_is_kept_to_two_pages(twelve, tmp_path):
    found, _ = twelve
    pack = pack_on("school-1", found, partnership="Kingsbridge SCP")
    assert pages(pack)[0].tall == 2
    write_pack(pack, tmp_path / "p.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "p.xlsx")["Summary"]
    assert len(sheet.row_breaks.brk) == 0


@pytest.mark.parametrize(("schools", "others", "apart"), [(7, 5, True), (7, 4, False), (7, 0, False)])
def test_its_kind_is_counted_apart_where_no_few_others_could_be_told_from_all(scored, schools, others, apart):
    codes = [*(f"school-{n}" for n in range(schools)), *(f"health-{n}" for n in range(others))]
    pack = pack_on("school-0", scored({code: {"A1": "met"} for code in codes}))
    heads = [head for page in pages(pack) for table in page.tables for head in table.headings]
    assert any(head.startswith("Its kind: ") for head in heads) == apart
