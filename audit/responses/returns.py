"""An agency's return as one self-contained file: questions, answers, how they came about, who signed.

The file is JSON in UTF-8, sealed as `returns_sealed` says, without fractions and without unknown keys:

    return        1, the version of this format
    partnership   {name}: for whom it was made
    round         {name, period, due}: as the partnership calls it
    agency        {code, name, kinds, duties}: as the partnership has it
    template      {ref, title, digest, catalogue}: sha256 of the definition, of its catalogue and scale
    definition    the whole template, from which it is built again
    version       1, and one more each time that a signed response was reopened
    answers       {id: {answer, version, question, history}}; an id is a question's or a standard's, or
                  #members, whose value is the codes of those whom the agency answers for beside itself:
                  an answer as it is kept (value, comment, evidence [{what, where, date}], reason, action
                  {what, who, when}, confirmed: only what was said), twelve letters of its sha256, the digest
                  of what the question means, and every answer that was ever given, oldest first:
                  [{version, at, by, edition, answer}]
    owed          ids of what is still owed
    signature     null, or {name, role, on, second {name, role}, presented, words, digest}: the digest is what
                  'audit sign' printed
    made          {at, by, program}
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from audit.dates import read_day
from audit.definitions import Block, Reading, digest
from audit.errors import FileError, Problem
from audit.responses.membership import LABEL, label
from audit.responses.merging import LENGTH, version
from audit.responses.response import MEMBERS, Answer, Signatory, Signature
from audit.responses.returns_sealed import SEALS, broken_seals, sealed
from audit.templates import Template

FORMAT = 1
KEYS = (
    *("return", "partnership", "round", "agency", "template", "definition"),
    *("version", "answers", "owed", "signature", "made"),
)


@dataclass(frozen=True, slots=True)
class Party:
    """An agency as a partnership knows it; kinds and duties are codes."""

    code: str
    name: str
    kinds: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A round as a partnership calls it: its name, the period in words, the due day (YYYY-MM-DD)."""

    name: str
    period: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """An answer as it was once given: when (ISO 8601), by whom, in which edition of the response."""

    answer: Answer
    at: str
    by: str
    edition: int = 1


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in a return as it stands in the file, its version and those before it, oldest first.

    `meaning` is the digest of what the question means; `steps` name each answer ever given by its version
    and the moment; `at` and `by` say when (ISO 8601) and by whom the last was.
    """

    block: Mapping[str, Any]
    meaning: str
    versions: tuple[str, ...]
    steps: tuple[str, ...]
    at: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """A return as it came, whole and unbroken; `digest` is that of the whole file."""

    file: str
    partnership: str
    round: Run
    agency: Party
    template: Mapping[str, str]
    definition: Mapping[str, Any]
    edition: int
    answers: Mapping[str, Said]
    owed: tuple[str, ...]
    signature: Signature | None
    made: Mapping[str, str]
    digest: str


# --- out --------------------------------------------------------------------------------------------


def meaning(template: Template, name: str) -> str:
    """The digest of what a question or a standard's evidence is about; empty where the id is neither."""
    if name == MEMBERS:
        return digest({"members": LABEL})
    if name in template.by_id:
        return template.meanings[name]
    title = next((one.title for one in template.standards if one.id == name), None)
    return "" if title is None else digest({"standard": " ".join(title.split())})


def template_block(template: Template) -> dict[str, str]:
    """What a template is known by: name, title, its digest and that of its catalogue with the scale."""
    parts = {key: template.definition[key] for key in ("catalogue", "scale")}
    head = {"ref": template.ref, "title": template.title, "digest": template.digest}
    return {**head, "catalogue": digest(parts)}


def answer_block(template: Template, name: str, steps: Sequence[Step]) -> dict[str, Any]:
    """An answer with all that was ever said there, oldest first; the last is the answer."""
    return {
        "answer": steps[-1].answer.block(),
        "version": version(steps[-1].answer),
        "question": meaning(template, name),
        "history": [
            {
                "version": version(step.answer),
                "at": step.at,
                "by": step.by,
                "edition": step.edition,
                "answer": step.answer.block(),
            }
            for step in steps
        ],
    }


def return_block(
    about: tuple[str, Run, Party],
    template: Template,
    history: Mapping[str, Sequence[Step]],
    *,
    edition: int,
    owed: Sequence[str],
    signed: tuple[Signature, str] | None,
    made: Mapping[str, str],
) -> dict[str, Any]:
    """A return ready to be written: for which partnership, in which round, whose; the history by id."""
    partnership, run, agency = about
    signature = None
    if signed:
        one, printed = signed
        signature = {"name": one.name, "role": one.role, "on": one.on, **one.block(), "digest": printed}
    return sealed(
        {
            "return": FORMAT,
            "partnership": {"name": partnership},
            "round": asdict(run),
            "agency": party_block(agency),
            "template": template_block(template),
            "definition": template.definition,
            "version": edition,
            "answers": {name: answer_block(template, name, steps) for name, steps in history.items()},
            "owed": list(owed),
            "signature": signature,
            "made": dict(made),
        }
    )


def party_block(agency: Party) -> dict[str, Any]:
    """What a file says of an agency."""
    return {**asdict(agency), "kinds": list(agency.kinds), "duties": list(agency.duties)}


# --- in ---------------------------------------------------------------------------------------------


def read_return(block: Mapping[str, Any], file: str) -> Return:
    """The return in a loaded file; FileError with all that is wrong, what was changed since by its name."""
    if "return" not in block:
        alone = "no return; answers alone go in with 'audit ask R --agency A --answers FILE'"
        what = "an invitation: take it in with 'audit join'" if "invitation" in block else alone
        raise FileError(file, [Problem("", f"it is {what}.")])
    check_format(block, "return", file)
    if problems := broken_seals(block):
        raise FileError(file, [*problems, Problem("", "nothing of it is taken; ask for it again.")])
    reading = Reading(file)
    whole = reading.block(Block(block), (*KEYS, *SEALS), "a return")
    answers = reading.mapping(whole.get("answers"), "'answers'")
    found = Return(
        file=file,
        partnership=reading.text(_part(reading, whole, "partnership", ("name",)), "name"),
        round=read_run(reading, whole),
        agency=read_party(reading, whole),
        template=_texts(reading, whole, "template", ("ref", "title", "digest", "catalogue")),
        definition=reading.mapping(whole.get("definition"), "'definition'"),
        edition=_number(reading, whole, "version"),
        answers={name: _said(reading, name, entry) for name, entry in answers.items()},
        owed=reading.words(whole, "owed"),
        signature=_signature(reading, whole),
        made=_texts(reading, whole, "made", ("at", "by", "program")),
        digest=str(block.get("digest", "")),
    )
    check_definition(reading, whole, found.template["digest"])
    finish(reading, file)
    return found


def check_format(block: Mapping[str, Any], kind: str, file: str) -> None:
    """FileError where a newer program wrote a file of this kind."""
    if block[kind] != FORMAT or isinstance(block[kind], bool):
        sentence = f"it is of a format {str(block[kind])[:20]!r} that this program does not know; upgrade it."
        raise FileError(file, [Problem("", sentence)])


def check_definition(reading: Reading, whole: Block, stated: str) -> None:
    """Note a template that is not the one whose digest stands there; the seals of the file hold already."""
    if whole["digests"].get("definition") != stated:
        reading.wrong(0, "the template in it was altered: its questions do not fit the template's digest.")


def finish(reading: Reading, file: str) -> None:
    """Raise FileError with what was noted, if there is anything."""
    if reading.problems:
        raise FileError(file, [Problem("", text) for _, text in dict.fromkeys(reading.problems)])


def _part(reading: Reading, block: Block, key: str, known: Sequence[str]) -> Block:
    return reading.block(block.get(key), known, f"'{key}'")


def _texts(reading: Reading, block: Block, key: str, known: Sequence[str]) -> dict[str, str]:
    part = _part(reading, block, key, known)
    return {name: reading.text(part, name) for name in known}


def read_run(reading: Reading, block: Block) -> Run:
    """The round that a file is about."""
    part = _part(reading, block, "round", ("name", "period", "due"))
    if read_day(due := reading.text(part, "due", "'round'")) is None:
        reading.wrong(0, f"the due date {due[:40]!r} is no date.")
    return Run(reading.text(part, "name", "'round'"), reading.text(part, "period"), due)


def read_party(reading: Reading, block: Block) -> Party:
    """The agency that a file is about."""
    part = _part(reading, block, "agency", ("code", "name", "kinds", "duties"))
    code, name = (reading.text(part, key, "'agency'") for key in ("code", "name"))
    return Party(code, name, reading.words(part, "kinds"), reading.words(part, "duties"))


def _number(reading: Reading, block: Block, key: str) -> int:
    value = block.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000:
        return value
    reading.wrong(0, f"{key!r} must be a number from 1.")
    return 1


def version_of(block: Any) -> str:
    """The version of an answer as it stands in a file, whatever is wrong with it."""
    said = {k: part for k, part in block.items() if k != "confirmed"} if isinstance(block, Mapping) else block
    return digest(said)[:LENGTH] if said else ""


def _said(reading: Reading, name: str, entry: Any) -> Said:
    part = reading.block(entry, ("answer", "version", "question", "history"), f"the answer {label(name)}")
    history = [_step(reading, name, step) for step in reading.items(part, "history")]
    answer = reading.mapping(part.get("answer"), f"'answer' of {label(name)}")
    own = version_of(answer)
    if own != part.get("version"):
        reading.wrong(0, f"{label(name)}: the answer is of another version than stands there.")
    if not history or history[-1][0] != own:
        reading.wrong(0, f"{label(name)}: its history does not end with the answer.")
    meant = reading.text(part, "question", f"the answer {label(name)}")
    versions, steps = tuple(one for one, _, _ in history), tuple(f"{one} {at}" for one, at, _ in history)
    return Said(answer, meant, versions, steps, *(history[-1][1:] if history else ()))


def _step(reading: Reading, name: str, entry: Any) -> tuple[str, str, str]:
    part = reading.block(entry, ("version", "at", "by", "edition", "answer"), f"the history of {label(name)}")
    own = version_of(part.get("answer"))
    if own != part.get("version"):
        reading.wrong(0, f"{label(name)}: a step of its history is of another version than stands there.")
    return own, reading.text(part, "at"), reading.text(part, "by")


def _signature(reading: Reading, block: Block) -> Signature | None:
    if block.get("signature") is None:
        return None
    known = ("name", "role", "on", "second", "presented", "words", "digest")
    part = _part(reading, block, "signature", known)
    name, role, on = (reading.text(part, key, "'signature'") for key in ("name", "role", "on"))
    on, presented = (_day(reading, day) for day in (on, reading.text(part, "presented")))
    second = None
    if part.get("second") is not None:
        other = reading.block(part["second"], ("name", "role"), "the second signatory")
        second = Signatory(*(reading.text(other, key, "the second signatory") for key in ("name", "role")))
    return Signature(name, role, on, second=second, presented=presented)


def _day(reading: Reading, text: str) -> str:
    """A day as YYYY-MM-DD; noted where it is none, an empty one stays empty."""
    day = read_day(text)
    if text and day is None:
        reading.wrong(0, f"the signature: {text[:40]!r} is no date.")
    return day.isoformat() if day else ""
