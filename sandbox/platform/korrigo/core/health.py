"""Liveness (`/api/health/`) and readiness (`/readyz/`): what a probe may know, without details of errors."""

import logging
import os
import tempfile
import uuid

from django.conf import settings
from django.core.cache import cache
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from exams.models import Copy

logger = logging.getLogger(__name__)


@require_safe
def live(request):
    return JsonResponse({"status": "ok", "service": "korrigo"})


@require_safe
def ready(request):
    checks = {name: _outcome(name, check) for name, check in CHECKS.items()}
    healthy = all(outcome == "ok" for outcome in checks.values())
    return JsonResponse({"status": "ok" if healthy else "ko", "checks": checks}, status=200 if healthy else 503)


def _outcome(name, check):
    try:
        check()
    except Exception:
        logger.exception("readiness: %s", name)
        return "ko"
    return "ok"


def _database():
    # A query on a real table: a server that accepts connections without the tables is not ready.
    list(Copy.objects.order_by().values_list("pk", flat=True)[:1])


def _cache():
    key, value = f"readyz-{uuid.uuid4()}", uuid.uuid4().hex
    cache.set(key, value, timeout=10)
    found = cache.get(key)
    cache.delete(key)
    if found != value:
        raise RuntimeError("the cache did not give back what was stored")


def _media():
    os.listdir(settings.MEDIA_ROOT)
    # On Linux this file never has a name, so a backup that runs at the same time cannot see it.
    with tempfile.TemporaryFile(dir=settings.MEDIA_ROOT) as probe:
        probe.write(b"readyz")
        probe.flush()


CHECKS = {"database": _database, "cache": _cache, "media": _media}
