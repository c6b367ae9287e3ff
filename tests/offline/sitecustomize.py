"""Every Python process with this folder on its path ends as soon as it opens a socket of a network.

What it was about to do is written into the file that OFFLINE_LOG names. Sockets between processes of one
machine (AF_UNIX) are let be.
"""

import os
import sys

END = 99
ASKING = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
REACHING = ("socket.__new__", "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg")
FETCHING = ("urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect", "webbrowser.open")


def _watch(event, args):
    if event in ASKING or event in FETCHING or (event in REACHING and _of_a_network(event, args)):
        with open(os.environ["OFFLINE_LOG"], "a", encoding="utf-8") as log:  # noqa: PTH123 - nothing is imported
            log.write(f"{event} {args!r:.200} in {sys.argv}\n")
        os._exit(END)


def _of_a_network(event, args):
    import socket

    # A socket made of a number that is open already (family -1) was looked at when it was opened.
    near = {getattr(socket, "AF_UNIX", None), -1}
    return (args[1] if event == "socket.__new__" else args[0].family) not in near


sys.addaudithook(_watch)
