"""Production's own settings, with the static files where the test collected them."""

import os

from portal.settings.prod import *  # noqa: F403

STATIC_ROOT = os.environ["TEST_STATIC_ROOT"]
