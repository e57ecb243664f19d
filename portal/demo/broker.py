"""A broker in a folder that several processes use at once.

Kombu's own gives a message its name first and then writes it in place: a worker that looks just then takes half a
message, and dies of it (celery/kombu#1551). Here a message has its name once it is whole.
"""

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from celery import Celery
from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # as kombu's own
        """Readers take what is called `.msg`, the lowest name first."""
        whole = Path(self.data_folder_out, f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg")
        aside = whole.with_suffix(".part")
        aside.write_text(dumps(payload), encoding="utf-8")
        aside.rename(whole)


class Transport(filesystem.Transport):
    Channel = Channel


def open_queues(app: Celery) -> None:
    """Write down which queue an exchange feeds, before there are processes that would all do so at once."""
    with app.connection_for_write() as connection:
        for queue in app.amqp.queues.values():
            queue(connection.default_channel).declare()
