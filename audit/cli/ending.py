"""How a command ends when it is told to from outside, and when the program itself has a mistake."""

import signal
import sys
from types import FrameType

MISTAKE = 70  # the exit code of a program that has a mistake, as sysexits.h has it
SOON = 0.01  # seconds
BASE = 128  # what shells add to a signal's number
SAID = (
    "Error: The program has a mistake and stopped; what was acknowledged is saved. Send these lines to those "
    "who look after it; they hold nothing of what was worked on."
)


def heed() -> None:
    """Let a closed window or an orderly stop clear up as Ctrl-C does: no copy of a register is left behind.

    Where somebody wants a signal ignored, as nohup does, it is. A Ctrl-C is never lost.
    """
    sys.unraisablehook = _again
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has not both
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def _again(lost: "sys.UnraisableHookArgs") -> None:
    """Press Ctrl-C again where it came while Python cleared up behind somebody, which nobody hears of."""
    if lost.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(lost)
        return
    import _thread
    import threading

    threading.Timer(SOON, _thread.interrupt_main).start()  # not now, or it would be lost here


def _stop(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)  # once is enough; what is cleared up is cleared up to the end
    raise SystemExit(BASE + number)


def mistake(error: BaseException) -> str:
    """What is said of a mistake in the program: where it is, and nothing of what was worked on.

    The words of an error may hold a cell of a register, and what is said here is sent on by e-mail.
    """
    # Only now, since every command begins with this file.
    import traceback
    from pathlib import Path

    places = [
        f"  {'/'.join(Path(step.filename).parts[-3:])}, line {step.lineno}, in {step.name}"
        for step in traceback.extract_tb(error.__traceback__)
    ]
    kinds = [type(one).__name__ for one in _chain(error)]
    return "\n".join([SAID, *places, f"  {', after '.join(kinds)}; Python {sys.version.split()[0]}"])


def _chain(error: BaseException | None) -> list[BaseException]:
    """An error and those that it came of."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
