"""The floor of the portal: what every stage stands on. It imports no stage."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
