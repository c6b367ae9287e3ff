"""Keep a draw: its acts in the ledger, its certificate in the store, its files in the workspace.

The store is what counts. The files appear as one folder, whole, before the draw is acknowledged; a
folder that a killed command left behind is moved aside, never mixed with a later one.
"""

import csv
import json
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.cli.desk import Desk
from audit.cli.frames import said_of_checks
from audit.errors import StateError
from audit.passing import passing

if TYPE_CHECKING:
    from audit.sampling.design import Design
    from audit.sampling.draw import Drawn
    from audit.sampling.frame import Frame
    from audit.sampling.ledger import Act
    from audit.sampling.standing import Standing
    from audit.store.ledger import Ledger, Writing

HOME = "samples"
FRAME_FILE, LISTS_FILE, CERTIFICATE_FILE = "frame.csv", "lists.csv", "certificate.json"
UNFINISHED = ".unfinished-"  # in the name of a folder of a draw that was never kept
LARGEST_FRAME = 1_000_000  # units up to which frame.csv is written unasked


@dataclass(frozen=True, slots=True)
class Seed:
    """A seed, and whether it was given (dice) or made by the operating system."""

    text: str
    origin: str


@dataclass(frozen=True, slots=True)
class Made:
    """A sample that was drawn and kept, and what is told about it once."""

    standing: "Standing"
    folder: Path
    warnings: tuple[str, ...]
    carried: Mapping[str, Sequence[tuple[str, ...]]]
    headings: tuple[str, ...]


def as_file(certificate: Mapping[str, Any]) -> bytes:
    """A certificate as its file has it."""
    return f"{json.dumps(certificate, ensure_ascii=False, indent=1)}\n".encode()


def home_of(desk: Desk, sample: str) -> Path:
    """The folder of a sample's files."""
    return desk.folder / HOME / sample


def prepared(folder: Path, frame: "Frame", frame_file: Path | None) -> Path:
    """A folder with the files that stand beside a certificate; frame.csv also where a person wants it."""
    from audit.sampling.verifiers import verifiers

    files = folder / "sample"
    files.mkdir(mode=0o700)
    # Of a table that is read where it lies only what was drawn travels, unless somebody wants the frame.
    if frame.population <= LARGEST_FRAME and not frame.register.table:
        frame.engine.write_frame(files / FRAME_FILE)
    if frame_file is not None:
        written = files / FRAME_FILE
        if not written.exists():
            written = folder / FRAME_FILE
            frame.engine.write_frame(written)
        with passing(frame_file.parent) as place:
            made = shutil.copyfile(written, place / FRAME_FILE)
            made.chmod(0o600)
            made.replace(frame_file)
    if frame.lists:
        with (files / LISTS_FILE).open("w", encoding="utf-8", newline="") as file:
            rows = ((name, unit) for name, listed in frame.lists.items() for unit in listed.units)
            csv.writer(file).writerows(rows)
    for source in verifiers():
        shutil.copyfile(source, files / source.name)
    return files


def sealed_otherwise(acts: "Sequence[Act]", content: Mapping[str, Any]) -> tuple[str, ...]:
    """That a register was sealed for this draw, and is another now, or is asked for otherwise; else nothing.

    A seal that was drawn from is done with.
    """
    from audit.sampling.ledger import find_seal
    from audit.sampling.sentences import when

    source = content["source"]
    since = next((place for place in range(len(acts), 0, -1) if acts[place - 1].act == "draw"), 0)
    seals = [act for act in acts[since:] if act.act == "seal"]
    same = [act for act in seals if act.content["source"]["register"] == source["register"]]
    if not same or find_seal(acts, content):
        return ()
    what = "with other options"
    if same[-1].content["source"]["sha256"] != source["sha256"]:
        what = "and the file has changed since"
    sealed = f"{source['register']} was sealed on {when(same[-1].at)}"
    return (f"{sealed}, {what}; so this draw has a seal of its own.",)


@dataclass
class Keeping:
    """What is kept of one draw."""

    desk: Desk
    ledger: "Ledger"
    frame: "Frame"
    design: "Design"
    drawn: "Drawn"
    seed: Seed
    before: "Standing | None"
    files: Path
    personal: Collection[int] = ()  # the columns that tell who a child is
    seen: int | None = None  # the acts that were known when cases drawn before were left out

    def keep(self) -> Made:
        """Keep it, all or nothing, and give it as it stands."""
        from audit.sampling.carried import marks_of
        from audit.sampling.ledger import seal_content
        from audit.sampling.standing import standing

        # All that asks the engine comes before the ledger is held.
        carried, content = self._carried(), seal_content(self.frame.source(), self.frame.state())
        headings = tuple(self.frame.register.headings[column].text for column in self.frame.columns.carried)
        warnings = [*self.frame.register.notes, *said_of_checks(self.frame), *self.frame.warnings]
        with self.ledger.writing(self.desk.stamp()) as writing:
            self._check_left_out(writing.acts)
            if self.before:  # as it stands now: somebody may have replaced a case in the meantime
                self.before = standing(self.before.certificate, writing.acts)
            warnings += sealed_otherwise(writing.acts, content)
            certificate = self._written(writing, content)
            writing.keep(certificate)
            salt = certificate["digest"]
            marks = {unit: marks_of(salt, self._not_telling(rows)) for unit, rows in carried.items()}
            writing.carry(certificate["id"], marks)
            self._carry_over(writing, certificate)
            self._place(certificate)
            found = standing(certificate, writing.acts)
        self.desk.kept = f"{found.id} was drawn and is kept: 'audit sample show {found.id}' shows it."
        return Made(found, home_of(self.desk, certificate["id"]), tuple(warnings), carried, headings)

    def _check_left_out(self, acts: "Sequence[Act]") -> None:
        """OvertakenError where cases were taken meanwhile that --not-since would have left out."""
        from audit.store.overtaken import by_whom, refuse

        since = acts[self.seen :] if self.seen is not None else ()
        refuse(
            f"cases of {one.sample} were taken, which --not-since leaves out ({by_whom(one)})"
            for one in since
            if one.act in {"draw", "replace"}
        )

    def _carried(self) -> dict[str, list[tuple[str, ...]]]:
        if not self.frame.columns.carried:
            return {}
        cases = [*self.drawn.cases, *self.drawn.reserves]
        return self.frame.engine.carried([case.unit for case in cases])

    def _not_telling(self, rows: Sequence[tuple[str, ...]]) -> "Iterator[list[str]]":
        """The carried cells without those that tell who a child is, of which no mark is kept.

        Whoever tried all numbers of ten digits would find the NHS number of a mark.
        """
        kept = [place for place, at in enumerate(self.frame.columns.carried) if at not in self.personal]
        return ([row[place] for place in kept] for row in rows)

    def _written(self, writing: "Writing", content: Mapping[str, Any]) -> dict[str, Any]:
        """The acts of this draw, and its certificate; a seal of exactly this frame is taken up."""
        from audit.sampling.certificate import certificate, draw_content, number_of, references_of, result
        from audit.sampling.ledger import find_seal

        known = find_seal(writing.acts, content)
        self._check_extends(known)
        sample = writing.next_sample()
        acts: list[Act] = [known or writing.add("seal", content)]
        if self.seed.text:
            said = {"sample": sample, "seed": self.seed.text, "origin": self.seed.origin}
            acts.append(writing.add("seed", said, sample))
        kept = {entry.unit: entry.reference for entry in self.before.entries} if self.before else {}
        used = max(map(number_of, kept.values()), default=0)
        references = references_of(self.drawn.cases, kept, used)
        source = acts[0].content["source"]
        found = result(source, content["frame"], self.design, self.seed.text, self.drawn, references)
        acts.append(writing.add("draw", draw_content(sample, found, sealed_before=bool(known)), sample))
        return certificate(sample, found, acts)

    def _check_extends(self, seal: "Act | None") -> None:
        """An extended sample is drawn from the very frame that the first one was drawn from."""
        from audit.sampling.purged import is_purged

        if self.before is None:
            return
        old = self.before.certificate
        if is_purged(old):
            raise StateError(f"The ids of {self.before.id} were purged, so that it cannot be extended.")
        if self.before.discarded:
            raise StateError(f"{self.before.id} was thrown away meanwhile ({self.before.discarded}).")
        if seal is None or seal.digest != old["acts"][0]["digest"]:
            raise StateError(
                f"This is not the register and frame that {self.before.id} was drawn from; name the same "
                "register and the same options."
            )
        bigger = self.design.size > old["design"]["size"]
        if self.design.method != old["design"]["method"] or not bigger:
            said = f"{self.before.id} has {old['design']['size']} cases by a {old['design']['method']} draw"
            raise StateError(f"{said}; extend it with a bigger --size and the same design.")
        lost = {case["unit"] for case in old["drawn"]} - {case.unit for case in self.drawn.cases}
        if lost:  # strata that share the cases in another way
            raise StateError(
                f"This would leave out {len(lost):,} of the cases of {self.before.id}; extend it with the "
                "same --allocate, --min-per-stratum and figures of --strata, or more."
            )

    def _carry_over(self, writing: "Writing", certificate: Mapping[str, Any]) -> None:
        """Cases that were struck out stay so in the sample that extends theirs.

        They are in the order in which they were struck out, so that each reserve takes the same place again.
        """
        from audit.sampling.standing import standing

        if self.before is None:
            return
        known = {entry.unit: entry.reference for entry in self.before.entries}
        struck = {entry.unit: entry.struck for entry in self.before.entries}
        named = {entry.reference: entry.unit for entry in self.before.entries}
        for unit in (named[act.content["reference"]] for act in self.before.acts if act.act == "replace"):
            found = standing(certificate, writing.acts)
            if any(case.unit == unit and not case.struck for case in found.entries):
                try:
                    content = found.replacement(f"id={unit}", struck[unit], known)
                except StateError:
                    raise StateError(
                        f"{known[unit]} of {self.before.id} is struck out, and the bigger sample has no "
                        "reserve left to take its place; ask for a smaller --size, or more --reserves."
                    ) from None
                writing.add("replace", content, certificate["id"])

    def _place(self, certificate: Mapping[str, Any]) -> None:
        """Put the files into the workspace under the sample's id, in one step."""
        (self.files / CERTIFICATE_FILE).write_bytes(as_file(certificate))
        for one in self.files.iterdir():
            one.chmod(0o600)
        place = home_of(self.desk, certificate["id"])
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if place.exists():
            number = sum(1 for _ in place.parent.glob(f"{place.name}{UNFINISHED}*")) + 1
            place.rename(place.with_name(f"{place.name}{UNFINISHED}{number}"))
        try:
            self.files.replace(place)
        except OSError:  # the workspace's folder lies on another disk than the store's
            with passing(place.parent) as beside:
                shutil.copytree(self.files, beside / place.name).replace(place)
