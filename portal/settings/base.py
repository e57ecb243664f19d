"""What every environment shares. Whatever is secret or local comes from the environment."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab, schedule
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.FileAwareEnv()  # SECRET_KEY_FILE names a file that holds SECRET_KEY, and so for each

STAGES = ["ideas", "teams", "sprints", "jury", "poc", "showcase"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "portal",
    *STAGES,
    "portal.site",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "django.contrib.admin",
]

MIDDLEWARE = [
    "portal.middleware.stamp",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.ending",
    "portal.middleware.private_pages",
    "portal.middleware.Gate",
]

ROOT_URLCONF = "portal.site.urls"
WSGI_APPLICATION = "portal.wsgi.application"
AUTH_USER_MODEL = "portal.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.site.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "portal.templatetags.portal",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- language and time: Dutch first; stored in UTC, shown in Brussels ---
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

# Uploads lie outside the web root: there is no URL to them, every download goes through a view.
MEDIA_ROOT = env("UPLOADS_DIR", default=str(BASE_DIR / "var" / "uploads"))

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "var" / "static"

# --- accounts: a code by e-mail, no passwords ---
AUTHENTICATION_BACKENDS = ["portal.accounts.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "portal.accounts.SignupForm",
    "request_login_code": "portal.accounts.RequestLoginCodeForm",
    "confirm_login_code": "portal.accounts.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "portal.accounts.ConfirmAddressForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_USER_DISPLAY = "portal.accounts.display_name"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "portal.second_step.adapter.Adapter"
MFA_FORMS = {
    "add_webauthn": "portal.second_step.forms.AddKeyForm",
    "edit_webauthn": "portal.second_step.forms.EditKeyForm",
    "authenticate": "portal.second_step.forms.AuthenticateForm",
    "authenticate_webauthn": "portal.second_step.forms.AuthenticateKeyForm",
    "reauthenticate": "portal.second_step.forms.ReauthenticateForm",
    "reauthenticate_webauthn": "portal.second_step.forms.ReauthenticateKeyForm",
    "login_webauthn": "portal.second_step.forms.PasskeyForm",
    "activate_totp": "portal.second_step.forms.ActivateAppForm",
}
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Sandbox Vlaanderen"
# How many proxies stand before the portal, each adding the address it saw to X-Forwarded-For; 0: none of it counts.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
SECOND_FACTOR_REQUIRED = True

# --- single sign-on with ACM/IDM (OpenID Connect); off without an issuer. docs/sign-in.md tells what is checked ---
OIDC_ISSUER = env("OIDC_ISSUER", default="")
OIDC_CLIENT_ID = env("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env("OIDC_CLIENT_SECRET", default="")
if _secret := env("OIDC_CLIENT_SECRET_FILE", default=""):
    OIDC_CLIENT_SECRET = Path(_secret).read_text(encoding="utf-8").strip()
# Staff who may use a code by mail all the same, for when the provider is down: their addresses.
OIDC_BREAK_GLASS = env.list("OIDC_BREAK_GLASS", default=[])
# Where the provider shows its log-in page, for the CSP; when that is another host than the issuer's.
OIDC_ORIGIN = env("OIDC_ORIGIN", default="") or "{0.scheme}://{0.netloc}".format(urlsplit(OIDC_ISSUER))
# How strong a log-in at the provider must be (its own names, the first is asked), and how many seconds ago at most;
# empty and 0: neither is asked.
OIDC_ACR = env.list("OIDC_ACR", default=[])
OIDC_MAX_AGE = env.int("OIDC_MAX_AGE", default=0)

# --- forms ---
CRISPY_ALLOWED_TEMPLATE_PACKS = ["bootstrap5"]
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- limits against guessing are counted in the database: all web processes together, and a restart forgets nothing ---
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- sessions live in the database, so that they survive the broker ---
SESSION_ENGINE = "portal.sessions"
# In seconds: how long somebody may do nothing, and how long a session lasts at most. docs/security.md says why.
HOUR = 60 * 60
SESSION_LIMITS = {
    "guarded": {"silent": 2 * HOUR, "whole": 12 * HOUR},  # staff and judges
    "others": {"silent": 8 * HOUR, "whole": 14 * 24 * HOUR},
}
SESSION_COOKIE_AGE = SESSION_LIMITS["others"]["whole"]
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "portal.flashes.Storage"
MESSAGE_COOKIE_NAME = "messages"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.site.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- headers ---
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'", *([OIDC_ORIGIN] if OIDC_ISSUER else [])],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    },
}

# --- background work: the database is the truth, the broker a hint ---
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 2,
    "socket_connect_timeout": 1,
    "visibility_timeout": 600,
    # One try: otherwise a hint keeps its request waiting for as long as the broker is down.
    "max_retries": 0,
}
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "portal.tasks.sweep", "schedule": schedule(60), "options": {"expires": 55}},
    "plan": {"task": "portal.tasks.plan", "schedule": schedule(60), "options": {"expires": 55}},
    "purge": {"task": "portal.tasks.purge", "schedule": schedule(3600), "options": {"expires": 3000}},
    "bounces": {"task": "portal.tasks.read_bounces", "schedule": schedule(600), "options": {"expires": 500}},
    "anchor": {"task": "portal.tasks.anchor", "schedule": schedule(60), "options": {"expires": 55}},
    "retention": {"task": "portal.tasks.retention", "schedule": crontab(minute=30, hour=2, day_of_month=1)},
    "check_history": {"task": "portal.tasks.check_history", "schedule": crontab(minute=30, hour=3)},
}

# --- mail ---
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Sandbox Vlaanderen <sandbox@vlaanderen.be>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20
# Where mail servers send what cannot be delivered; mails are from DEFAULT_FROM_EMAIL all the same.
MAIL_RETURN_PATH = env("MAIL_RETURN_PATH", default=DEFAULT_FROM_EMAIL)
MAIL_BOUNCES = env(
    "MAIL_BOUNCES", default=""
)  # that mailbox: maildir:/map or imaps://name:password@host/INBOX
MAIL_PER_MINUTE = env.int("MAIL_PER_MINUTE", default=0)  # the most that the mail server wants; 0: no limit
MAIL_KEEP_DAYS = env.int("MAIL_KEEP_DAYS", default=365)  # how long the words of a sent mail are kept
MAIL_LEASE_SECONDS = 300  # how long a worker may be silent before others take over its letters
PORTAL_URL = env("PORTAL_URL", default="http://localhost:8000")

# --- the portal's own ---
# Where clamd listens, as host:port; empty: files are not scanned, and staff are told so.
CLAMD = env("CLAMD", default="")
# Where somebody tells of a hole they found, as https: or mailto:; empty: the contact of the edition.
SECURITY_CONTACT = env("SECURITY_CONTACT", default="")
# The proxy's arrival stamp counts only when the proxy is known to set it itself.
TRUST_X_REQUEST_START = env.bool("TRUST_X_REQUEST_START", default=False)
PLAIN_HOSTS: list[str] = []
DEMO = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "portal.logs.formatter", "kind": env("LOG_FORMAT", default="line")}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}

# E-mail is unique without case, by a constraint on Lower("email") that the check cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
