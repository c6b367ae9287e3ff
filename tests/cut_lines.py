"""A line to a server that breaks in the middle of a commit: before the server hears of it, or after."""

import socket
import threading
from collections.abc import Callable
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

PORT = ".s.PGSQL.5432"


@contextmanager
def line_to(home, folder, heard, *, back=True):
    """A folder with a socket to the server, cut at the first COMMIT; `heard`: after it was carried out.

    What is connected later goes through, as in a network that has come back, unless it is not `back`.
    """
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(Path(folder) / PORT))
    listener.listen()
    once = threading.Event()
    cut = once.set if back else lambda: (once.set(), listener.shutdown(socket.SHUT_RDWR))
    line = Line(home, heard, once, cut)
    threading.Thread(target=line.accept, args=(listener,), daemon=True).start()
    try:
        yield once
    finally:
        listener.close()


@dataclass
class Line:
    """What is passed on, and where it is cut."""

    home: Path
    heard: bool
    once: threading.Event
    cut: Callable
    over: threading.Event = field(default_factory=threading.Event)  # the server has answered

    def accept(self, listener):
        with suppress(OSError):
            while True:
                ours, _ = listener.accept()
                theirs = socket.socket(socket.AF_UNIX)
                theirs.connect(str(Path(self.home) / PORT))
                threading.Thread(target=self.pass_on, args=(ours, theirs), daemon=True).start()
                threading.Thread(target=self.give_back, args=(theirs, ours), daemon=True).start()

    def pass_on(self, ours, theirs):
        with suppress(OSError), closing(ours), closing(theirs):
            while said := ours.recv(65536):
                if b"COMMIT" in said and not self.once.is_set():
                    self.cut()
                    if self.heard:
                        theirs.sendall(said)
                        self.over.wait(20)  # until the server's answer is here, which finds nobody
                    for end in (ours, theirs):
                        end.shutdown(socket.SHUT_RDWR)
                    return
                theirs.sendall(said)

    def give_back(self, theirs, ours):
        with suppress(OSError):
            while said := theirs.recv(65536):
                if self.once.is_set() and not self.over.is_set() and self.heard:
                    self.over.set()
                    return
                ours.sendall(said)
