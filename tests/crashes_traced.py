"""A child process that is killed at a chosen system call, before it, half through it or after it.

The program runs under the system's own tracing (ptrace), so that a kill falls exactly where a file is
written, given its name or taken away, inside of SQLite too, and not only between two lines of Python.
"""

import ctypes
import os
import platform
import select
import signal
import sys
import time
import traceback
from dataclasses import dataclass

KILLED = -signal.SIGKILL if sys.platform != "win32" else None
TRACED = sys.platform == "linux" and platform.machine() == "x86_64"
WHY_NOT = "A kill at a chosen system call is written for Linux on x86-64."
PATIENCE = 60  # seconds for a command that is not killed
# What changes anything, by its number on x86-64.
_CALLS = (
    {1: "write", 18: "pwrite64", 20: "writev", 40: "sendfile", 74: "fsync", 75: "fdatasync"},
    {76: "truncate", 77: "ftruncate", 82: "rename", 83: "mkdir", 84: "rmdir", 86: "link", 87: "unlink"},
    {88: "symlink", 90: "chmod", 91: "fchmod", 258: "mkdirat", 263: "unlinkat", 264: "renameat"},
    {265: "linkat", 268: "fchmodat", 285: "fallocate", 316: "renameat2", 326: "copy_file_range"},
)
WRITING = {number: name for some in _CALLS for number, name in some.items()}
OPENING = {2: 13, 257: 12}  # the places of the flags of open and openat among a call's registers
WITH_LENGTH = {1, 18}  # of which half can be done
TRACE_ME, PEEK_USER, POKE_USER, CALLS, KILL_WITH_US = 0, 3, 6, 24, 0x100001
OPTIONS = 0x4200
CALL, LENGTH = 15, 12  # the places of a call's number and of its third word
MOMENTS = ("before", "half", "after")


@dataclass(frozen=True, slots=True)
class At:
    """Where a child is killed: at its n-th step and when, or after so many seconds."""

    step: int = 0
    moment: str = "before"
    seconds: float = 0.0

    def __str__(self):
        return f"after {self.seconds:.4f} s" if self.seconds else f"{self.moment} step {self.step}"


def forked(work, said, at=None, *, traced=False):
    """Run `work()` in a child whose words go to the file `said`; how it ended, and the steps that it took.

    Its exit code is what `work` gives, or negative where a signal ended it. Without `at` it is not killed.
    Steps are counted, and it can be killed at one, where it is traced.
    """
    sys.stdout.flush()
    child = os.fork()
    if not child:
        _be(work, said, traced)
    if traced:
        return _followed(child, at)
    if at:
        _kill_after(child, at.seconds)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), ()


def _be(work, said, traced):
    code = 99
    try:
        place = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(place, 1)
        os.dup2(place, 2)
        if traced:
            _trace(TRACE_ME, 0, 0, 0)
            os.kill(os.getpid(), signal.SIGSTOP)
        code = work()
    except BaseException:  # noqa: BLE001 - a child of a fork ends here, whatever comes
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _kill_after(child, seconds):
    """Let a child run for so long, unless it ends before, and kill it."""
    handle = os.pidfd_open(child) if hasattr(os, "pidfd_open") else None
    if handle is None:
        time.sleep(seconds)
    else:
        select.select([handle], [], [], seconds)
        os.close(handle)
    os.kill(child, signal.SIGKILL)


def _trace(*words):
    call = ctypes.CDLL(None, use_errno=True).ptrace
    call.restype = ctypes.c_long
    return call(*(ctypes.c_long(word) for word in words))


class _Follower:
    """Goes along with a child from one of its writing system calls to the next."""

    def __init__(self, child):
        self.child, self.entering, self.step, self.names = child, True, 0, []
        self.half = False

    def word(self, place):
        return _trace(PEEK_USER, self.child, 8 * place, 0)

    def writes(self, call):
        return call in WRITING or (call in OPENING and self.word(OPENING[call]) & os.O_CREAT)

    def halve(self, call):
        """Have a writing system call write only half of what it was given."""
        if call in WITH_LENGTH:
            _trace(POKE_USER, self.child, 8 * LENGTH, max(self.word(LENGTH) // 2, 1))

    def stopped(self, at):
        """A child stands before or after a call; whether it is to be killed here."""
        call = self.word(CALL)
        if not self.writes(call):
            self.entering = not self.entering
            return False
        self.entering = not self.entering
        if not self.entering:  # it stands before the call
            self.step += 1
            self.names.append(WRITING.get(call, "open"))
            if at and self.step == at.step and at.moment == "half":
                self.halve(call)
            return at is not None and self.step == at.step and at.moment == "before"
        return at is not None and self.step == at.step


def _followed(child, at):
    os.waitpid(child, 0)
    _trace(OPTIONS, child, 0, KILL_WITH_US)
    here, passed = _Follower(child), 0
    while True:
        _trace(CALLS, child, 0, passed)
        status = os.waitpid(child, 0)[1]
        if not os.WIFSTOPPED(status):
            return os.waitstatus_to_exitcode(status), tuple(here.names)
        passed = os.WSTOPSIG(status)
        if passed == signal.SIGTRAP | 0x80:
            passed = 0
            if here.stopped(at):
                os.kill(child, signal.SIGKILL)
        elif passed == signal.SIGTRAP:
            passed = 0
