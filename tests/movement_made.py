"""Two small rounds from which movement is made: a catalogue, answers in a word, and what plays a round."""

from dataclasses import replace

from audit.scoring.movement import Movement
from audit.scoring.partnership import results

SET = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - {id: A1, text: One., critical: yes}
      - {id: A2, text: Two., weight: 3}
      - {id: A3, text: Three.}
  - id: B
    title: Second
    questions:
      - {id: B1, text: Four., critical: yes}
      - {id: B2, text: Five., applies_to: [police]}
"""


def player(open_round, today):
    """What plays a round of a name, scored: {agency's name: its answers, or None}."""

    def play(template, given, name="R1", unsigned=(), kinds=(), **parts):
        drafts, parts = parts.pop("drafts", False), {"name": name, **parts}
        round_, responses = open_round(template, given, unsigned, kinds)
        responses = [replace(one, round=name) for one in responses]
        return results(replace(round_, **parts), responses, today, drafts=drafts)

    return play


def mover(play, template):
    """What plays two rounds named R1 and R2, each {agency's name: its answers}."""

    def moved(then, now, other=None, **parts):
        return Movement(play(template, then), play(other or template, now, "R2", **parts))

    return moved


def by(grades):
    """Answers to A1, A2, A3 and B1 in a word: m met, p partly, n not met, - none."""
    names = {"m": "met", "p": "partly", "n": "not-met"}
    return {q: names[g] for q, g in zip(("A1", "A2", "A3", "B1"), grades, strict=True) if g != "-"}
