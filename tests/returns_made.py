"""Workspaces of a partnership and of agencies, with returns that go from one to the other."""

import json
from pathlib import Path

from test_cli_setup import as_json, call, open_round, write

from audit.definitions import digest
from audit.responses.returns_sealed import sealed

ANSWERS = (
    "A1: met\nA2: {value: partly, action: {what: Ask the board, who: Ada, when: 31/3/2027}}\nB1: 24/26\n"
)


def partnership(folder, *agencies, name="Kingsbridge SCP", **more):
    """A workspace with an open round r1."""
    open_round(folder, *(agencies or (("Oak Police", "police"), ("Elm School", "school"))), **more)
    settings = folder / "audit.toml"
    text = settings.read_text(encoding="utf-8").replace("Kingsbridge SCP", name)
    settings.write_text(text, encoding="utf-8")
    return folder


def joined(host, laptop, agency="oak-police", round_="r1"):
    """A workspace of an agency, joined by an invitation that it got."""
    call("invite", round_, "--agency", agency, "-o", host / "inv", "-w", host)
    call("join", host / "inv" / f"{round_}-{agency}.json", laptop)
    return laptop


def answer(laptop, text=ANSWERS, agency="oak-police", round_="r1"):
    """Answers given in a workspace."""
    path = write(laptop / "answers.yaml", text)
    call("ask", round_, "--agency", agency, "--answers", path, "-w", laptop)


def sign(laptop, agency="oak-police", round_="r1"):
    call("sign", round_, "--agency", agency, "--name", "Ada Moss", "--role", "Chief", "-w", laptop)


def send(laptop, path, *options, round_="r1"):
    """A return written by a workspace with one agency."""
    call("send", round_, "-o", path, *options, "-w", laptop)
    return path


def shown(folder, agency="oak-police", round_="r1"):
    """What `audit show --json` says of a response."""
    return as_json("show", round_, "--agency", agency, "-w", folder)


def values(folder, agency="oak-police", round_="r1"):
    """The value of each answer that a response has."""
    return {name: one.get("value") for name, one in shown(folder, agency, round_)["answers"].items()}


def read(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def save(path, block):
    path.write_text(json.dumps(block), encoding="utf-8")
    return path


def remade(block):
    """A return with every digest made anew, as a forger would who has this program."""
    for entry in block["answers"].values():
        for step in entry["history"]:
            step["version"] = digest(step["answer"])[:12] if step["answer"] else ""
        entry["version"] = digest(entry["answer"])[:12] if entry["answer"] else ""
    return sealed({key: part for key, part in block.items() if key not in {"digests", "digest"}})
