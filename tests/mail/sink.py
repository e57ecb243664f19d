"""A mail server in a thread that writes down what it is offered, counts by Message-ID, and misbehaves on request."""

import asyncio
import socket
import threading
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

HOST = "127.0.0.1"
DROP = "drop"
HANG = "hang"
# In the order of a session. At 'body' the server has the whole letter; what it then does not refuse, it has taken.
STAGES = ("greeting", "mail", "rcpt", "data", "body")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@dataclass(frozen=True)
class Offered:
    """One letter as it came over the line, and whether the server took it."""

    message: EmailMessage
    to: list[str]
    taken: bool

    @property
    def message_id(self) -> str:
        return self.message["Message-ID"]

    @property
    def text(self) -> str:
        return self.message.get_body(("plain",)).get_content()  # type: ignore[union-attr]


class _Session(SMTP):
    sink: "Sink"

    async def _handle_client(self) -> None:
        self.sink.connections += 1
        if reply := await self.sink.act("greeting", self):
            await self.push(reply)
            self.transport.close()
        else:
            await super()._handle_client()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 the name is aiosmtpd's
        if reply := await self.sink.act("data", self):
            await self.push(reply)
        else:
            await super().smtp_DATA(arg)


class Sink:
    """`with Sink() as sink`: listens on `sink.port`; `answer` prepares what it does at a stage, once per call."""

    def __init__(self, port: int = 0) -> None:
        self.port = port or free_port()
        self.offered: list[Offered] = []
        self.connections = 0
        self.reached, self.go = threading.Event(), threading.Event()
        self._plans: dict[str, deque[str]] = defaultdict(deque)
        self._controller = _Controller(self, hostname=HOST, port=self.port)

    def __enter__(self) -> Self:
        self._controller.start()
        self.connections = 0
        return self

    def __exit__(self, *_fault: object) -> None:
        self.go.set()
        self._controller.stop()

    def answer(self, stage: str, *replies: str) -> None:
        """Answer at this stage with a reply ('451 later'), DROP or HANG; '' is a stage that goes well."""
        assert stage in STAGES
        self._plans[stage].extend(replies)

    def stall(self, stage: str, after: int = 0) -> None:
        """Hang at this stage, once, after it went well a number of times; `reached` tells that it happened."""
        self.reached.clear()
        self.go.clear()
        self.answer(stage, *[""] * after, HANG)

    @property
    def taken(self) -> Counter[str]:
        """How many times the server took each letter, by Message-ID."""
        return Counter(one.message_id for one in self.offered if one.taken)

    async def act(self, stage: str, session: Any) -> str:
        plan = self._plans[stage].popleft() if self._plans[stage] else ""
        if plan == DROP:
            session.transport.abort()
            await asyncio.sleep(3600)  # until the session is cancelled with its connection
        if plan == HANG:
            self.reached.set()
            while not self.go.is_set():
                await asyncio.sleep(0.01)
            return ""
        return plan

    # --- the hooks that aiosmtpd calls ---
    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if reply := await self.act("mail", server):
            return reply
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if reply := await self.act("rcpt", server):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        plan = self._plans["body"][0] if self._plans["body"] else ""
        refused = plan[:1] in ("4", "5")
        self.offered.append(Offered(message, list(envelope.rcpt_tos), taken=not refused))  # type: ignore[arg-type]
        return await self.act("body", server) or "250 taken"


class _Controller(Controller):
    def __init__(self, sink: Sink, **where: Any) -> None:
        self.sink = sink
        super().__init__(sink, **where)

    def factory(self) -> SMTP:
        session = _Session(self.handler, **self.SMTP_kwargs)
        session.sink = self.sink
        return session
