"""Owns a mail server of the tests' own: it keeps what was sent, as a mail program reads it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from aiosmtpd.smtp import Envelope, Session


class MailBox(MessageHandler):
    """Keeps receiver, subject and text of each mail; `url` is the server's setting."""

    def __init__(self, url: str) -> None:
        super().__init__(EmailMessage)
        self.url = url
        self.texts: list[tuple[str, str, str]] = []

    def prepare_message(self, session: Session, envelope: Envelope) -> EmailMessage:
        """Read a message as a mail program does."""
        content = envelope.content
        assert isinstance(content, bytes)
        return message_from_bytes(content, policy=policy.default)

    def handle_message(self, message: Message) -> None:
        """Note receiver, subject and text of a message."""
        assert isinstance(message, EmailMessage)
        self.texts.append((message["To"], message["Subject"], message.get_content()))


@contextmanager
def mail_box() -> Iterator[MailBox]:
    """Run the server while a test lasts."""
    port = _free_port()
    box = MailBox(f"smtp://127.0.0.1:{port}")
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield box
    finally:
        server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
