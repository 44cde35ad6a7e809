import datetime
import hashlib
import os
import sys
import tempfile

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from archives import archive, tables
from archives.errors import ArchiveError
from exams.media_control import media_files, named_files


class Command(BaseCommand):
    help = "Sauvegarde la base et les médias d’un même instant dans une archive vérifiée."

    def add_arguments(self, parser):
        parser.add_argument(
            "--output", required=True, help="dossier existant où écrire l’archive, ou « - » pour la sortie standard"
        )

    def handle(self, *args, output, **options):
        if output == "-":
            self._write_to_stdout()
        else:
            self._write_to_folder(os.path.abspath(output))

    def _write_to_stdout(self):
        if sys.stdout.isatty():
            raise CommandError("La sortie est un terminal : redirigez-la vers un fichier.")
        _write(sys.stdout.buffer)
        sys.stdout.buffer.flush()

    def _write_to_folder(self, folder):
        _check_folder(folder)
        moment = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        path = os.path.join(folder, f"korrigo-{moment}.tar")
        draft = path + ".part"
        try:
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                _write(file)
                file.flush()
                os.fsync(file.fileno())
            # Read back whole: what cannot be read is not a backup.
            manifest = archive.verify(draft)
            _write_checksum(draft, path)
            # The name appears last, and only for a complete archive.
            os.rename(draft, path)
        except (OSError, ArchiveError) as error:
            _remove(draft)
            _remove(path + ".sha256")
            raise CommandError(f"La sauvegarde a échoué, aucune archive n’a été gardée : {error}") from error
        except BaseException:
            _remove(draft)
            raise
        rows = sum(table["rows"] for table in manifest["tables"].values())
        files = sum(name.startswith("media/") for name in manifest["members"])
        self.stdout.write(f"{path}\n{rows} lignes, {files} fichiers, {os.path.getsize(path)} octets, relue et vérifiée")


def _check_folder(folder):
    if not os.path.isdir(folder):
        raise CommandError(f"Le dossier de sauvegarde n’existe pas : {folder}")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CommandError(f"Le dossier de sauvegarde n’est pas accessible en écriture : {folder}")
    media = os.path.realpath(settings.MEDIA_ROOT)
    if os.path.commonpath([media, os.path.realpath(folder)]) == media:
        raise CommandError(f"Le dossier de sauvegarde est dans les médias, qu’il doit sauvegarder : {folder}")


def _write(stream):
    writer = archive.Writer(stream)
    with tables.snapshot() as cursor:
        facts = {name: _add_table(writer, cursor, name) for name in tables.names(cursor)}
        migrations = tables.migrations(cursor)
        expected = named_files()
        sequences = tables.sequences(cursor)
    for name in media_files(settings.MEDIA_ROOT):
        _add_media(writer, name)
    missing = sorted(name for name in expected if f"media/{name}" not in writer.members)
    if missing:
        raise CommandError(
            f"{len(missing)} fichier(s) que la base cite manquent, par exemple « {missing[0]} ».\n"
            "La sauvegarde est refusée : elle ne pourrait pas les rendre."
        )
    writer.close({"tables": facts, "sequences": sequences, "migrations": migrations})


def _add_table(writer, cursor, table):
    fields = tables.columns(cursor, table)
    with tempfile.TemporaryFile() as file:
        rows = tables.dump(cursor, table, fields, file)
        size = file.tell()
        file.seek(0)
        writer.add(f"tables/{table}.copy", file, size, mtime=0)
    return {"columns": fields, "rows": rows}


def _add_media(writer, name):
    with open(os.path.join(settings.MEDIA_ROOT, name), "rb") as file:
        facts = os.fstat(file.fileno())
        writer.add(f"media/{name}", file, facts.st_size, facts.st_mtime)


def _write_checksum(draft, path):
    digest = hashlib.sha256()
    with open(draft, "rb") as file:
        while data := file.read(1 << 20):
            digest.update(data)
    with open(path + ".sha256", "x", encoding="utf-8") as file:
        file.write(f"{digest.hexdigest()}  {os.path.basename(path)}\n")


def _remove(path):
    try:
        os.remove(path)
    except FileNotFoundError:
        pass
