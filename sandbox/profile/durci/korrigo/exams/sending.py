"""How an allowed file is sent: by nginx, which is told where it is (X-Accel-Redirect)."""

from urllib.parse import quote

from django.http import HttpResponse


def send(name):
    response = HttpResponse(content_type="application/pdf")
    response["X-Accel-Redirect"] = "/_media/" + quote(name)
    return response
