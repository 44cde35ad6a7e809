"""The probes of January 2026: only the database is asked."""

from django.db import connection
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe


@require_safe
def alive(request):
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return JsonResponse({"detail": "db unavailable"}, status=503)
    return JsonResponse({"status": "ok"})


urlpatterns = [
    path("health/", alive),
    path("api/health/", alive),
    path("readyz/", ready),
]
