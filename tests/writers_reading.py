"""What one of many readers sees while others write: each answer to it must be of one moment."""

import json
import time
from collections import Counter
from random import Random

from writers_laid import AGENCIES, TOGETHER, say, stopped
from writers_work import Journal


class Reader:
    """Asks one thing after the other, and keeps in its journal what cannot have been so at any moment."""

    def __init__(self, name, folder, url, seed):
        self.name, self.folder = name, folder
        self.random = Random(f"{seed} {name}")
        self.where = ("-w", folder, *(("--store", url) if url else ()))
        self.journal = Journal(folder / f"journal-{name}.jsonl")

    def work(self):
        looks = (self.shown, self.results, self.observed, self.actions, self.log, self.status, self.today)
        number = 0
        while not stopped(self.folder):
            number += 1
            look = self.random.choice(looks)
            begun = time.monotonic()
            code, said, wrong = look()
            ended = time.monotonic()
            head = {"token": f"{self.name}-{number}", "kind": f"read {look.__name__}", "begun": begun}
            self.journal.write(**head, ended=ended, code=code, said=said, wrong=wrong)

    def _look(self, *args):
        """The exit code, what was said of it, and what was printed as JSON; None where it was refused."""
        code, out, err = say(*args, *self.where)
        return code, err, None if code else json.loads(out)

    def shown(self):
        """What is answered together has the same comment."""
        code, said, found = self._look("show", "r1", "--agency", self.random.choice(AGENCIES), "--json")
        answers = found["answers"] if found else {}
        comments = {answers[name].get("comment") for name in TOGETHER if name in answers}
        return code, said, f"{comments} in one response" if len(comments) > 1 else ""

    def results(self):
        """What is answered together has the same grade, and what a panel said together the same reason."""
        code, said, found = self._look("results", "r1", "--drafts", "--json")
        for one in found["respondents"] if found else ():
            grades = [one["moderated"][name] for name in TOGETHER[:2] if name in one.get("moderated", {})]
            if len({grade["self"] for grade in grades}) > 1 or len({_reason(grade) for grade in grades}) > 1:
                return code, said, f"{one['code']}: {grades}"
        return code, said, ""

    def observed(self):
        """Of questions answered together as many observations have each grade."""
        code, said, found = self._look("results", "seen", "--json")
        grades = [found["questions"][name]["grades"] for name in TOGETHER] if found else []
        return code, said, "" if all(one == grades[0] for one in grades) else f"{grades}"

    def actions(self):
        """Each action is there once, and what was said of two at once is said of both."""
        code, said, found = self._look("action", "list", "--json")
        ids = Counter(one["id"] for one in found or ())
        notes = Counter(update["note"] for one in found or () for update in one["updates"] if _alone(update))
        twice = [name for name, count in ids.items() if count > 1]
        return code, said, f"{twice} {notes}" if twice or set(notes.values()) - {2} else ""

    def log(self):
        """Three answers given together are in the log together."""
        code, said, found = self._look("log", "seen", "--json")
        counts = Counter(one["by"] for one in found or () if one["part"] == "comment")
        halves = {name: count for name, count in counts.items() if count % len(TOGETHER)}
        return code, said, f"{halves}" if halves else ""

    def status(self):
        """As many returns are listed as are expected."""
        code, said, found = self._look("round", "status", "r1", "--json")
        wrong = found and found["expected"] != len(found["returns"])
        return code, said, f"{found['expected']} of {len(found['returns'])}" if wrong else ""

    def today(self):
        """What is new, late and due, of everything."""
        code, _, err = say("today", *self.where)
        return code, err, ""


def _reason(grade):
    return (grade["panel"] or {}).get("reason")


def _alone(update):
    """Whether an update is words that were said, rather than the reason of a change."""
    return update["note"] and " " not in update["note"]
