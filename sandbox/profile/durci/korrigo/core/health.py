"""Liveness and readiness (`/api/health/…`): what a probe may know, without details of errors."""

import logging
import uuid
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from exams.models import Copy

logger = logging.getLogger(__name__)


@require_safe
def healthy(request):
    outcome = _outcome("database", _database)
    if outcome == "ok":
        return _answer({"status": "healthy", "database": "connected"}, 200)
    return _answer({"status": "unhealthy"}, 503)


@require_safe
def live(request):
    return _answer({"status": "alive"}, 200)


@require_safe
def ready(request):
    checks = {name: _outcome(name, check) for name, check in CHECKS.items()}
    is_ready = all(outcome == "ok" for outcome in checks.values())
    return _answer({"status": "ready" if is_ready else "not_ready", "checks": checks}, 200 if is_ready else 503)


def _answer(facts, status):
    return JsonResponse(facts, status=status, json_dumps_params={"separators": (",", ":")})


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
    key, value = f"ready-{uuid.uuid4()}", uuid.uuid4().hex
    cache.set(key, value, timeout=10)
    found = cache.get(key)
    cache.delete(key)
    if found != value:
        raise RuntimeError("the cache did not give back what was stored")


def _media():
    # As on the real platform, a file that others may see for a moment.
    probe = Path(settings.MEDIA_ROOT) / ".health_check_probe"
    probe.write_text("ok")
    probe.unlink(missing_ok=True)


CHECKS = {"database": _database, "cache": _cache, "media": _media}

urlpatterns = [
    path("api/health/", healthy),
    path("api/health/live/", live),
    path("api/health/ready/", ready),
]
