"""Rows that tell how the portal itself is running."""

from django.db import models

from portal.privacy import marks


class ClockShift(models.Model):
    """The demo's offset in seconds between the programme's clock and the machine's. One row; empty in production."""

    seconds = models.FloatField()

    privacy = marks(none="id seconds")

    def __str__(self) -> str:
        return f"{self.seconds} s"


class Heartbeat(models.Model):
    """Last sign of life of a background process, by the machine's clock."""

    name = models.SlugField(primary_key=True)
    at = models.DateTimeField()

    privacy = marks(none="name at")

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
