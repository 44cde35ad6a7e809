"""Database against media: copies whose file is missing, files that no copy names."""

import os

from django.conf import settings

from exams.models import Copy


def missing_files():
    return sorted(name for name in _named() if not os.path.isfile(os.path.join(settings.MEDIA_ROOT, name)))


def orphan_files():
    named = set(_named())
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


def _named():
    return Copy.objects.order_by().values_list("file", flat=True)
