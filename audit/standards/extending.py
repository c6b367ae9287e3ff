"""A definition that adapts another, one level deep: what it extends, omits and adds."""

from collections.abc import Collection

from audit.definitions import Block, Library, Reading, nearest, read


def extended(reading: Reading, library: Library, folder: str, block: Block, what: str, instead: str) -> Block:
    """The mapping that `extends` names; noted where there is none or where it extends another itself.

    What is new stands under `add`, so the key that it is added to (`instead`) is noted.
    """
    if instead in block:
        reading.wrong(block.line_of(instead), f"with 'extends', give {instead!r} under 'add'.")
    ref = reading.text(block, "extends", "this")
    path = library.find(folder, ref)
    if path is None:
        reading.wrong(
            block.line_of("extends"), f"there is no {what} {ref!r}{nearest(ref, library.refs(folder))}"
        )
        reading.finish()
        return Block()
    base = read(path)
    if "extends" in base:
        reading.wrong(block.line_of("extends"), f"{ref!r} extends another itself; extend that one.")
        reading.finish()
    return base


def omitted(reading: Reading, block: Block, known: Collection[str]) -> set[str]:
    """The ids under `omit`, each noted that is not known."""
    for word in reading.items(block, "omit"):
        if word not in known:
            reading.wrong(word, f"there is no {str(word)!r} to omit{nearest(str(word), known)}")
    return set(reading.words(block, "omit"))


def check_not_extending(reading: Reading, block: Block) -> None:
    """Note `add` and `omit` where nothing is extended, since they would do nothing."""
    for key in ("add", "omit"):
        if key in block:
            reading.wrong(block.line_of(key), f"{key!r} is only for what 'extends' another.")


def overlay(base: Block, block: Block) -> Block:
    """The base's keys under those given, without the keys of extending themselves."""
    merged = Block({**base, **block})
    merged.line, merged.lines, merged.twice = block.line, {**base.lines, **block.lines}, block.twice
    for key in ("extends", "add", "omit"):
        merged.pop(key, None)
    return merged
