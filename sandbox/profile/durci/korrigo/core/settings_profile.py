"""Hardened: what no environment may weaken, and what several processes must share."""

import os

from core import environment
from core.settings import REST_FRAMEWORK

if len(environment.required("SECRET_KEY")) < 50:
    raise ValueError("SECRET_KEY must have at least 50 characters")
if os.environ.get("E2E_SEED_TOKEN"):
    raise ValueError("E2E_SEED_TOKEN must never be set in production")

CONN_MAX_AGE = environment.number("DB_CONN_MAX_AGE", 60)

# Shared by every gunicorn worker, or rate limits would count each one apart.
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": environment.required("CACHE_URL"),
    }
}

# nginx is the only proxy: its own X-Forwarded-For entry is the client.
REST_FRAMEWORK = {**REST_FRAMEWORK, "NUM_PROXIES": 1}

CSP_DEFAULT_SRC = ("'self'",)
CSP_SCRIPT_SRC = ("'self'",)
CSP_STYLE_SRC = ("'self'",)
CSP_IMG_SRC = ("'self'", "data:")
CSP_OBJECT_SRC = ("'none'",)
CSP_BASE_URI = ("'none'",)
CSP_FORM_ACTION = ("'self'",)
CSP_FRAME_ANCESTORS = ("'none'",)
CSP_UPGRADE_INSECURE_REQUESTS = environment.flag("SSL_ENABLED", "true")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"default": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "default"}},
    "root": {"handlers": ["console"], "level": os.environ.get("DJANGO_LOG_LEVEL", "INFO")},
}
