"""January 2026: the settings as the inventory found them, faults included."""

CONN_MAX_AGE = 600

# Fault: each gunicorn worker has a cache of its own, and counts the tries of a login apart.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

CSP_DEFAULT_SRC = ("'self'",)
# Fault: what an attacker writes in a page is executed.
CSP_SCRIPT_SRC = ("'self'", "'unsafe-inline'")
CSP_STYLE_SRC = ("'self'", "'unsafe-inline'")
CSP_IMG_SRC = ("'self'", "data:", "blob:")
CSP_FRAME_ANCESTORS = ("'none'",)
CSP_UPGRADE_INSECURE_REQUESTS = True
