"""Drafts of e-mails as the standard library reads them back."""

import email
import email.policy
from email.header import decode_header, make_header
from email.utils import getaddresses
from types import SimpleNamespace


def read_back(content):
    """Whom a draft goes to, its subject, its body, its one file or None, and the names of its headers."""
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert not mail.defects
    files = [
        SimpleNamespace(name=_named(part), type=part.get_content_type(), content=part.get_content())
        for part in mail.iter_attachments()
    ]
    assert len(files) <= 1
    return SimpleNamespace(
        to=_to(content),
        subject=mail["Subject"],
        body=mail.get_body().get_content().replace("\r\n", "\n"),
        file=files[0] if files else None,
        headers=mail.keys(),
    )


def _to(content):
    """(name, address) of each; read the older way, since the newer puts blanks between encoded words."""
    header = email.message_from_bytes(content, policy=email.policy.compat32)["To"] or ""
    found = getaddresses(["".join(header.splitlines())])
    return [(str(make_header(decode_header(name))), address) for name, address in found if address]


def _named(part):
    return part["Content-Disposition"].params["filename"]  # get_filename takes quotation marks away
