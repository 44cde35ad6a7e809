"""How an allowed file is sent: by Django itself."""

from django.core.files.storage import default_storage
from django.http import FileResponse


def send(name):
    return FileResponse(default_storage.open(name), content_type="application/pdf")
