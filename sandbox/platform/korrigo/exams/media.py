"""Access control of the scanned copies: Django decides, nginx sends the file (X-Accel-Redirect)."""

from urllib.parse import quote

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from exams.models import Copy


@require_safe
def serve_media(request, name):
    # The same answer whether or not the file exists: a stranger learns nothing by asking.
    if not request.user.is_authenticated:
        return HttpResponse("Connexion requise.\n", status=403, content_type="text/plain; charset=utf-8")
    # Only what a copy names is served: no path of the request ever reaches the file system.
    copy = Copy.objects.filter(file=name).first()
    if copy is None:
        return HttpResponse("Fichier inconnu.\n", status=404, content_type="text/plain; charset=utf-8")

    response = HttpResponse(content_type="application/pdf")
    response["X-Accel-Redirect"] = "/_media/" + quote(copy.file.name)
    response["Content-Disposition"] = f'inline; filename="{copy.anonymous_code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
