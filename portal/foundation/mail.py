"""Owns mail: one message handed to the mail server of the settings.

Callers are jobs, so that a server that is away is tried again. Without a mail server in the
settings the message is not sent, and the log says so by receiver and subject alone.
"""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import structlog

from portal.foundation.config import settings
from portal.foundation.errors import N_, Invalid, Misconfigured

SECONDS = 20
SMTP, SMTPS = "smtp", "smtps"
_PORTS = {SMTP: 587, SMTPS: 465}

log = structlog.get_logger(__name__)


def can_send() -> bool:
    """Whether a mail server is set."""
    return bool(settings().mail_url)


def send_mail(to: str, subject: str, text: str) -> bool:
    """Hand one mail to the server; returns whether it was sent.

    Raises what the server answers (`smtplib.SMTPException`, `OSError`), so that a job tries again.
    """
    if any(character in to + subject for character in "\r\n\0"):
        raise Invalid(N_("An address or subject must be one line."))
    if not can_send():
        log.warning("mail_not_sent", to=to, subject=subject, why="no mail server is set")
        return False
    message = EmailMessage()
    message["From"] = settings().mail_from
    message["To"] = to
    message["Subject"] = subject
    message.set_content(text)
    _hand_over(message)
    return True


def _hand_over(message: EmailMessage) -> None:
    url = urlsplit(settings().mail_url)
    if url.scheme not in _PORTS or not url.hostname:
        raise Misconfigured(N_("Set HEIMSPIEL_MAIL_URL to smtp://… or smtps://…."))
    context = ssl.create_default_context()
    port = url.port or _PORTS[url.scheme]
    with _connect(url.scheme, url.hostname, port, context) as server:
        if url.scheme == SMTP and server.has_extn("starttls"):
            server.starttls(context=context)
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


def _connect(scheme: str, host: str, port: int, context: ssl.SSLContext) -> smtplib.SMTP:
    if scheme == SMTPS:
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    server = smtplib.SMTP(host, port, timeout=SECONDS)
    server.ehlo()
    return server
