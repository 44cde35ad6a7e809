import os
import shutil
import sys
import tempfile

from django.conf import settings
from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError
from django.db import connection, transaction

from archives import archive, tables
from archives.errors import ArchiveError
from archives.media import Staging
from core.celery import app as celery


class Command(BaseCommand):
    help = "Remplace la base et les médias par ceux d’une archive : tout est vérifié d’abord, tout revient ou rien."

    def add_arguments(self, parser):
        parser.add_argument("archive", help="archive faite par « manage.py backup », ou « - » pour l’entrée standard")

    def handle(self, *args, **options):
        with tempfile.TemporaryDirectory() as work:
            path = _from_stdin(work) if options["archive"] == "-" else options["archive"]
            if not os.path.isfile(path):
                raise CommandError(f"L’archive n’existe pas : {path}")
            staging = Staging(settings.MEDIA_ROOT)
            try:
                manifest = _restore(path, work, staging)
            except (ArchiveError, DatabaseError, OSError) as error:
                raise CommandError(f"{error}\nRien n’a été modifié, ni la base ni les médias.") from error
            finally:
                staging.clean()
        self._forget_stale_state()
        rows = sum(table["rows"] for table in manifest["tables"].values())
        files = sum(name.startswith("media/") for name in manifest["members"])
        self.stdout.write(f"Restauré : {rows} lignes, {files} fichiers, {len(manifest['sequences'])} séquences")

    def _forget_stale_state(self):
        """Sessions, cache and queued tasks speak of the data that was replaced."""
        try:
            cache.clear()
            celery.control.purge()
        except Exception as error:
            self.stderr.write(
                f"La base et les médias sont restaurés, mais Redis n’a pas été vidé ({error}).\n"
                "Redémarrez Redis avant de rouvrir la plateforme."
            )


def _from_stdin(work):
    path = os.path.join(work, "archive.tar")
    with open(path, "xb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    return path


def _restore(path, work, staging):
    def keep(member, file):
        kind, _, name = member.name.partition("/")
        if kind == "media":
            staging.add(name, file, member.mtime)
        elif kind == "tables" and "/" not in name:
            archive.copy_to(os.path.join(work, name), file, member.mtime)
        else:
            raise ArchiveError(f"L’archive contient un membre inattendu : {member.name!r}.")

    manifest = archive.verify(path, keep)
    # The switch is left last: the old media come back if the commit itself fails.
    with staging.switched(), transaction.atomic(), connection.cursor() as cursor:
        tables.check_schema(cursor, manifest)
        tables.replace_all(cursor, manifest, lambda name: open(os.path.join(work, f"{name}.copy"), "rb"))
    return manifest
