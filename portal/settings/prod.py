"""Production. Starts only with what it needs in the environment; docs/operate.md lists the variables."""

from portal.settings.base import *
from portal.settings.databases import postgres

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
# Keys that were in use before: what they sealed counts until they are taken out.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[f"https://{host}" for host in ALLOWED_HOSTS])
PORTAL_URL = env("PORTAL_URL")
DATABASES = {"default": postgres(env("DATABASE_URL"), pool=True)}
CELERY_BROKER_URL = env("REDIS_URL")

EMAIL_BACKEND = env("EMAIL_BACKEND", default="django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env("EMAIL_HOST")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
# Hosts on a network that is the portal's alone, which it reaches without TLS; of all others the check refuses that.
PLAIN_HOSTS = env.list("PLAIN_HOSTS", default=[])

# No SECURE_PROXY_SSL_HEADER: gunicorn reads X-Forwarded-Proto itself, from FORWARDED_ALLOW_IPS alone, and says https.
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^gezond/$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
MESSAGE_COOKIE_NAME = "__Host-messages"
LANGUAGE_COOKIE_NAME = "__Host-language"
LANGUAGE_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
