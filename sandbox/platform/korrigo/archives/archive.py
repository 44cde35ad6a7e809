"""The file itself: a tar whose last two members are manifest.json and its checksum, so a truncated one shows."""

import hashlib
import io
import json
import os
import tarfile
from pathlib import PurePosixPath

from archives.errors import ArchiveError

FORMAT = "korrigo-archive-1"
MANIFEST, SEAL = "manifest.json", "manifest.json.sha256"


class Writer:
    """Adds members to a stream and remembers their checksums; `close` writes the manifest."""

    def __init__(self, stream):
        self._tar = tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT)
        self.members = {}

    def add(self, name, file, size, mtime):
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, mtime, 0o640
        reader = _Hashed(file)
        self._tar.addfile(info, reader)
        self.members[name] = {"size": size, "sha256": reader.hexdigest()}

    def close(self, manifest):
        content = json.dumps({"format": FORMAT, **manifest, "members": self.members}, ensure_ascii=False).encode()
        self._add_bytes(MANIFEST, content)
        self._add_bytes(SEAL, hashlib.sha256(content).hexdigest().encode())
        self._tar.close()

    def _add_bytes(self, name, content):
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(content), 0o640
        self._tar.addfile(info, io.BytesIO(content))


def verify(path, keep=lambda member, file: None):
    """
    Reads the whole archive and checks every member against the manifest. `keep(member, file)` is given each one
    as it passes, before anything is known to be right. Returns the manifest.
    """
    found, content, seal = {}, None, None
    try:
        with tarfile.open(path, mode="r:") as tar:
            for member in tar:
                reader = _Hashed(_regular(tar, member))
                if member.name == MANIFEST:
                    content = reader.read()
                elif member.name == SEAL:
                    seal = reader.read().decode("ascii", "replace")
                else:
                    keep(member, reader)
                    reader.drain()
                    found[member.name] = {"size": member.size, "sha256": reader.hexdigest()}
    except (tarfile.TarError, EOFError) as error:
        raise ArchiveError(f"L’archive est tronquée ou illisible ({error}).") from error
    if content is None or seal is None:
        raise ArchiveError("L’archive est tronquée ou altérée : son manifeste manque.")
    if hashlib.sha256(content).hexdigest() != seal:
        raise ArchiveError("L’archive est altérée : son manifeste ne correspond pas à son empreinte.")
    return _compared(json.loads(content), found)


def _regular(tar, member):
    parts = PurePosixPath(member.name).parts
    if not member.isreg() or ".." in parts or member.name.startswith("/"):
        raise ArchiveError(f"L’archive contient un membre interdit : {member.name!r}.")
    return tar.extractfile(member)


def _compared(manifest, found):
    if manifest.get("format") != FORMAT:
        raise ArchiveError(f"Format d’archive inconnu : {manifest.get('format')!r} ; attendu : {FORMAT!r}.")
    expected = manifest["members"]
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            raise ArchiveError(f"L’archive est altérée : {name!r} ne correspond pas au manifeste.")
    return manifest


class _Hashed:
    """A file that hashes what is read from it."""

    def __init__(self, file):
        self._file, self._hash = file, hashlib.sha256()

    def read(self, size=-1):
        data = self._file.read(size)
        self._hash.update(data)
        return data

    def drain(self):
        while self.read(1 << 20):
            pass

    def hexdigest(self):
        return self._hash.hexdigest()


def copy_to(path, file, mtime):
    """Writes a member to a new file, with its date."""
    with open(path, "xb") as target:
        while data := file.read(1 << 20):
            target.write(data)
    os.utime(path, (mtime, mtime))
