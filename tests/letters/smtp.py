"""A real mail server for tests: it keeps what it accepts, and refuses what it is told to refuse."""

from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Mailbox:
    """What the server took, and how it answers; a test overrides an answer to make it misbehave."""

    def __init__(self):
        self.accepted = []
        self.connections = 0

    def on_rcpt(self, address):
        """An answer that refuses an address, or None."""

    def on_data(self, message):
        """An answer that refuses a letter, or None."""

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 -- aiosmtpd
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 -- aiosmtpd
        refusal = self.on_rcpt(address)
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd
        message = message_from_bytes(envelope.content, policy=policy.default)
        refusal = self.on_data(message)
        if refusal:
            return refusal
        self.accepted.append(message)
        return "250 OK"

    @property
    def keys(self):
        return [message["X-Essaim-Key"] for message in self.accepted]


class Server(Controller):
    """On a free port of this machine."""

    def factory(self):
        return SMTP(self.handler, hostname="mail.example")

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def port(self):
        return self.server.sockets[0].getsockname()[1] if self.server else 0

    @port.setter
    def port(self, value):
        """The system chooses."""


@contextmanager
def listening(mailbox):
    server = Server(mailbox, hostname="127.0.0.1", port=0)
    server.start()
    try:
        yield server
    finally:
        server.stop(no_assert=True)
