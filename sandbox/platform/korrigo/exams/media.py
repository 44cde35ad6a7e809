"""Access control of the scanned copies: Django decides."""

from django.db.models import Q
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from exams.models import Copy
from exams.sending import send


@require_safe
def serve_media(request, name):
    # Only what a copy names is served: no path of the request ever reaches the file system.
    return _send(request, lambda: Copy.objects.filter(Q(pdf_source=name) | Q(final_pdf=name)).first(), name)


@require_safe
def serve_final_pdf(request, pk):
    copy = Copy.objects.filter(pk=pk).exclude(final_pdf="").first() if request.user.is_authenticated else None
    return _send(request, lambda: copy, copy and copy.final_pdf.name)


def _send(request, find, name):
    # The same answer whether or not the file exists: a stranger learns nothing by asking.
    if not request.user.is_authenticated:
        return HttpResponse("Connexion requise.\n", status=403, content_type="text/plain; charset=utf-8")
    copy = find()
    if copy is None or not name:
        return HttpResponse("Fichier inconnu.\n", status=404, content_type="text/plain; charset=utf-8")

    response = send(name)
    response["Content-Disposition"] = f'inline; filename="{copy.anonymous_id}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
