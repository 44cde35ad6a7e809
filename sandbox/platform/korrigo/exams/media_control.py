"""Database against media: files that the database names and that are missing, files that nothing names."""

import os

from django.apps import apps
from django.conf import settings
from django.db.models import FileField

from exams.models import Booklet


def missing_files():
    return sorted(name for name in named_files() if not os.path.isfile(os.path.join(settings.MEDIA_ROOT, name)))


def orphan_files():
    named = named_files()
    return sorted(name for name in media_files(settings.MEDIA_ROOT) if name not in named)


def media_files(root):
    """Relative paths of the files under root; at its top, a name that starts with a dot is work in progress."""
    for folder, folders, names in os.walk(root):
        if folder == str(root):
            folders[:] = [name for name in folders if not name.startswith(".")]
            names = [name for name in names if not name.startswith(".")]
        folders.sort()
        for name in sorted(names):
            yield os.path.relpath(os.path.join(folder, name), root)


def named_files():
    """Every file that the database names, in its columns of files and in the lists of pages."""
    named = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                named.update(filter(None, model.objects.order_by().values_list(field.name, flat=True)))
    for pages in Booklet.objects.order_by().values_list("pages_images", flat=True):
        named.update(pages)
    return named
