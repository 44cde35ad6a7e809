"""Unknown API paths answer 404 in JSON, never with a page that a status check would take for a success."""

from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def api(request):
    return JsonResponse({"detail": "Adresse inconnue."}, status=404)
