"""Settings of the worker that the tests start: the database and broker of the test, real SMTP, a short lease."""

import os

from portal.settings.test import *  # noqa: F403

DATABASES["default"].pop("OPTIONS", None)  # noqa: F405 every commit reaches the disk, as in production
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 30
MAIL_LEASE_SECONDS = float(os.environ["TEST_LEASE_SECONDS"])
