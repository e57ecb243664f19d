"""The embedded demo: SQLite, a broker in a folder, mails as files, one-click roles, a clock that jumps."""

import os
from pathlib import Path

from portal.settings.base import *
from portal.settings.databases import sqlite

DEMO = True
DEBUG = os.environ.get("DEBUG") == "1"
SECRET_KEY = "only-for-the-demo-on-this-machine-never-in-production"  # noqa: S105 production refuses it
ALLOWED_HOSTS = ["*"]
SECOND_FACTOR_REQUIRED = False
INSTALLED_APPS = [*INSTALLED_APPS, "portal.demo"]
MIDDLEWARE = [*MIDDLEWARE, "portal.demo.middleware.demo_bar"]

DEMO_DIR = Path(os.environ.get("DEMO_DIR", BASE_DIR / "var" / "demo"))
MEDIA_ROOT = str(DEMO_DIR / "uploads")
DATABASES = {"default": sqlite(DEMO_DIR / "demo.sqlite3")}

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DEMO_DIR / "mail")

CELERY_BROKER_URL = "localhost"
CELERY_BROKER_TRANSPORT = "portal.demo.broker:Transport"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(DEMO_DIR / "broker"),
    "data_folder_out": str(DEMO_DIR / "broker"),
    "control_folder": str(DEMO_DIR / "control"),
    "polling_interval": 0.2,
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DEMO_DIR / "beat")
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
