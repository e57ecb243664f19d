"""Taking in files and giving them back: only known kinds, judged by their first bytes, stored under a random name."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.http import FileResponse
from django.utils.translation import gettext as _

from portal import pictures, scanning
from portal.errors import Refused
from portal.ids import public_id
from portal.models import Person, Upload

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 50 * MOST_BYTES  # what an Office file says it grows to when it is opened
MOST_PARTS = 5000
CONTENT_TYPES = "[Content_Types].xml"  # every Office file says in it what its parts are


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is taken: its media type, how to know it by its content, and how a picture is made anew."""

    media_type: str
    recognise: Callable[[Any], bool]
    remake: Callable[[Any], bytes] | None = None


def _is_pdf(file: Any) -> bool:
    return bool(file.read(5) == b"%PDF-")


def _holds(part: str) -> Callable[[Any], bool]:
    """An Office file is a zip from its first byte on, with a part of this name, and nothing that harms who opens it."""

    def recognise(file: Any) -> bool:
        content = file.read()
        # Counted before the reader of zips makes an object of each: the time of a web process is scarce.
        if not content.startswith(b"PK\x03\x04") or content.count(b"PK\x01\x02") > MOST_PARTS:
            return False
        try:
            with zipfile.ZipFile(file) as archive:
                return part in archive.namelist() and _is_harmless(archive)
        except Exception:  # noqa: BLE001 whatever a broken zip makes the reader raise, it is no Office file
            return False

    return recognise


def _is_harmless(archive: zipfile.ZipFile) -> bool:
    """Nothing in it is encrypted, lies outside it, grows beyond measure or is a macro, by its name or its kind."""
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts) or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return False
    names = [part.filename.replace("\\", "/").lower() for part in parts]
    if any(name.startswith("/") or ".." in name.split("/") for name in names):
        return False
    with archive.open(CONTENT_TYPES) as listed:
        kinds = listed.read(MOST_BYTES).lower()
    macros = b"vbaproject" in kinds or b"macroenabled" in kinds
    return not macros and not any(name.endswith("vbaproject.bin") for name in names)


def _picture(media_type: str, kind: str) -> FileKind:
    return FileKind(
        media_type, partial(pictures.is_picture, kind=kind), partial(pictures.made_anew, kind=kind)
    )


OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "pdf": FileKind("application/pdf", _is_pdf),
    "docx": FileKind(f"{OFFICE}.wordprocessingml.document", _holds("word/document.xml")),
    "pptx": FileKind(f"{OFFICE}.presentationml.presentation", _holds("ppt/presentation.xml")),
    "png": _picture("image/png", "png"),
    "jpg": _picture("image/jpeg", "jpg"),
}
ALIASES = {"jpeg": "jpg"}


def check(file: Any, kinds: tuple[str, ...]) -> str:
    """The kind of an uploaded file; its name and its content must agree. Raises Refused in a sentence."""
    if file.size > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise Refused(reason=_("Het bestand is te groot. Kies er een van maximaal %(n)d MB.") % {"n": most})
    if file.size == 0:
        raise Refused(reason=_("Het bestand is leeg. Kies een ander."))
    ending = PurePath(file.name).suffix.lower().removeprefix(".")
    kind = ALIASES.get(ending, ending)
    if kind not in kinds:
        listed = ", ".join(kinds)
        raise Refused(reason=_("Dit soort bestand nemen we niet aan. Kies: %(kinds)s.") % {"kinds": listed})
    file.seek(0)
    recognised = KINDS[kind].recognise(file)
    file.seek(0)
    if not recognised:
        raise Refused(
            reason=_(
                "De inhoud van het bestand is geen %(kind)s. Bewaar het opnieuw als %(kind)s en probeer nog eens."
            )
            % {"kind": kind}
        )
    return kind


@contextmanager
def stored(file: Any, *, kinds: tuple[str, ...], by: Person, at: datetime) -> Iterator[Upload]:
    """Keep a file for who writes what it belongs to in this block; when the block fails the file is taken away again.

    Judging, scanning and drawing take time: begin the block before anything is locked. Raises Refused (see `check`),
    also when the virus scanner finds something.
    """
    upload = _store(file, kinds=kinds, by=by, at=at)
    try:
        yield upload
    except BaseException:
        upload.file.storage.delete(str(upload.file.name))
        raise


def _store(file: Any, *, kinds: tuple[str, ...], by: Person, at: datetime) -> Upload:
    """A picture is drawn anew. What the file was called is data; the name on disk is random."""
    kind = check(file, kinds)
    scanning.check(file.read())
    file.seek(0)
    remake = KINDS[kind].remake
    content = remake(file) if remake else file.read()
    upload = Upload(
        name=_plain_name(file.name, kind),
        kind=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        by=by,
        at=at,
    )
    upload.file.save(f"{public_id()}{public_id()}", ContentFile(content), save=False)
    upload.save(force_insert=True)
    return upload


def wipe(upload: Upload) -> None:
    """Take a file and its name away for good; its size and checksum stay as the fact that it was there."""
    if upload.file:
        upload.file.storage.delete(str(upload.file.name))
    Upload.objects.filter(pk=upload.pk).update(name="", file="")


def _plain_name(name: str, kind: str) -> str:
    """The last part of the name, without characters that no header or page can carry, with the ending of its kind."""
    stem = PurePath(name.replace("\\", "/")).name.rpartition(".")[0]
    plain = "".join(char for char in stem if char.isprintable() and char not in '"<>:|?*')
    return f"{plain[:150].strip(' .') or 'bestand'}.{kind}"


def answer(upload: Upload, *, inline: bool = False) -> FileResponse:
    """The file as a download; `inline`: a picture to show. The view that calls this has asked whether the visitor may
    have it."""
    kind = KINDS[upload.kind]
    shown = inline and kind.remake is not None  # only what we drew ourselves is shown in a page
    name = f"{upload.pk}.{upload.kind}" if shown else upload.name  # its own name was approved by nobody
    return FileResponse(
        upload.file.open("rb"), as_attachment=not shown, filename=name, content_type=kind.media_type
    )
