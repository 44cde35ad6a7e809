"""
Media of a restoration: prepared inside MEDIA_ROOT, under a name that is not served, then switched.
If the machine dies during the switch, the former media are in `.avant-restauration-…`: nothing there is removed later.
"""

import contextlib
import os
import shutil
import uuid

from archives.archive import copy_to


class Staging:
    """New media beside the present ones, on the same file system, so that the switch is only renames."""

    def __init__(self, root):
        self.root = root
        identifier = uuid.uuid4().hex[:12]
        self._new = os.path.join(root, f".restauration-{identifier}")
        self._old = os.path.join(root, f".avant-restauration-{identifier}")
        os.mkdir(self._new, 0o750)

    def add(self, name, file, mtime):
        path = os.path.join(self._new, name)
        os.makedirs(os.path.dirname(path), mode=0o750, exist_ok=True)
        copy_to(path, file, mtime)

    @contextlib.contextmanager
    def switched(self):
        """The new media are in place inside the block, and stay if it succeeds; the old ones return if it fails."""
        os.mkdir(self._old, 0o750)
        # Once for all the files: they must be on the disk before the old ones can go.
        os.sync()
        try:
            _move_all(self.root, self._old)
            _move_all(self._new, self.root)
            yield
        except BaseException:
            _move_all(self.root, self._new)
            _move_all(self._old, self.root)
            os.rmdir(self._old)
            raise

    def clean(self):
        for folder in (self._new, self._old):
            shutil.rmtree(folder, ignore_errors=True)


def _move_all(source, target):
    # The folder itself stays: nginx, or a volume, holds it. At its top, a name with a dot is work in progress.
    for name in os.listdir(source):
        if not name.startswith("."):
            os.rename(os.path.join(source, name), os.path.join(target, name))
