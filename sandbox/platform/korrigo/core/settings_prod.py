"""Production: every value it needs is required, nothing falls back to a development default."""

import os

os.environ.setdefault("DJANGO_ENV", "production")

import django

from core import environment
from core.settings import *  # noqa: F401,F403
from core.settings import PRODUCTION
from core.settings_profile import *  # noqa: F401,F403
from core.settings_profile import CONN_MAX_AGE

if not PRODUCTION:
    raise ValueError("settings_prod needs DJANGO_ENV=production")

SECRET_KEY = environment.required("SECRET_KEY")
environment.required("ALLOWED_HOSTS")

# Before Django 4.1 a kept connection is not tried before use: after a restart of the database
# each thread would answer 500 once. There, a connection lives for one request.
CAN_CHECK_CONNECTIONS = django.VERSION >= (4, 1)
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": environment.required("DB_NAME"),
        "USER": environment.required("DB_USER"),
        "PASSWORD": environment.required("DB_PASSWORD"),
        "HOST": environment.required("DB_HOST"),
        "PORT": environment.required("DB_PORT"),
        "CONN_MAX_AGE": CONN_MAX_AGE if CAN_CHECK_CONNECTIONS else 0,
        **({"CONN_HEALTH_CHECKS": True} if CAN_CHECK_CONNECTIONS else {}),
    }
}

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

CELERY_BROKER_URL = environment.required("CELERY_BROKER_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Europe/Paris"
CELERY_BEAT_SCHEDULE = {
    "controle-des-medias": {"task": "exams.tasks.control_media", "schedule": 3600.0},
}

CORS_ALLOWED_ORIGINS = environment.items("CORS_ALLOWED_ORIGINS")
CORS_ALLOW_CREDENTIALS = bool(CORS_ALLOWED_ORIGINS)
CSRF_TRUSTED_ORIGINS = environment.items("CSRF_TRUSTED_ORIGINS")

# On by default: only a loopback without TLS turns it off.
SSL_ENABLED = environment.flag("SSL_ENABLED", "true")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = SSL_ENABLED
# Whoever asks from inside how the application is has no TLS, and a redirection would pass for a yes.
SECURE_REDIRECT_EXEMPT = [r"^api/health/"]
SESSION_COOKIE_SECURE = SSL_ENABLED
CSRF_COOKIE_SECURE = SSL_ENABLED
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
if SSL_ENABLED:
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag("SECURE_HSTS_INCLUDE_SUBDOMAINS")
    SECURE_HSTS_PRELOAD = environment.flag("SECURE_HSTS_PRELOAD")
