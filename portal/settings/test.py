"""The test suite: PostgreSQL when DATABASE_URL names one, SQLite otherwise."""

import os
from pathlib import Path

from portal.settings.base import *
from portal.settings.databases import postgres, sqlite

SECRET_KEY = "only-for-the-tests"  # noqa: S105 production refuses it
DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
INSTALLED_APPS = [*INSTALLED_APPS, "portal.demo"]

_url = os.environ.get("DATABASE_URL", "")
if _url:
    DATABASES = {"default": postgres(_url, pool=False)}
    DATABASES["default"]["OPTIONS"] = {
        "options": "-c synchronous_commit=off"
    }  # nothing here outlives its test
else:
    DATABASES = {"default": sqlite(Path(os.environ.get("TEST_DIR", BASE_DIR / "var")) / "test.sqlite3")}

REDIS_URL = os.environ.get("REDIS_URL", "")
CELERY_BROKER_URL = REDIS_URL or "memory://"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_HOST = os.environ.get("TEST_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("TEST_SMTP_PORT", "0"))
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
