"""Files from outside: what is not what it says is refused in a sentence, what is good is kept byte for byte."""

import io
import re
import zipfile
from pathlib import Path
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal import uploads
from portal.models import Upload
from portal.settings import base
from tests.refusals import refused
from tests.world import DURING_TEAMS

PDF = b"%PDF-1.7\n%%EOF"


TYPES = "[Content_Types].xml"


def zipped(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def office(*names: str, types: str | bytes = "<Types/>") -> bytes:
    return zipped({TYPES: types} | dict.fromkeys(names, "x"))


def encrypted(content: bytes) -> bytes:
    at = content.index(b"PK\x01\x02") + 8
    return content[:at] + b"\x01" + content[at + 1 :]


def says_it_grows_to(size: int) -> bytes:
    """A Word file whose list of parts says that its first part becomes this many bytes."""
    content = office("word/document.xml")
    at = content.index(b"PK\x01\x02") + 24
    return content[:at] + size.to_bytes(4, "little") + content[at + 4 :]


DOCX, PPTX = office("word/document.xml"), office("ppt/presentation.xml")
KINDS = ("pdf", "docx", "pptx")
OTHER = "Dit soort bestand nemen we niet aan"
FALSE = "De inhoud van het bestand is geen"
STRANGE = [
    b"MZ\x90",
    b"<html>",
    b"<svg/>",
    b"alert(1)",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
    b"%PD",
    b" %PDF-1",
    b"PK",
]
POLYGLOTS = [b"%PDF-1.7\n", b"MZ\x90", b"<html><script>alert(1)</script>", b"\n", b"GIF89a"]
HOSTILE = [
    *[(f"a.{kind}", content, FALSE) for kind in KINDS for content in STRANGE],
    *[
        (f"a.{end}", PDF, OTHER)
        for end in (
            "exe",
            "html",
            "svg",
            "js",
            "docm",
            "pptm",
            "ppt",
            "pdf.exe",
            "pdf.",
            "pdf ",
            "pdf\u202e",
            "pdf\x00",
            "pdf\n",
            "p\u0434f",
            "zip",
        )
    ],
    *[
        (name, PDF, OTHER)
        for name in ("", "pdf", ".pdf", "....", "a", "a.pdf\x00.exe", "a.pdf/..", "fdp\u202e.exe")
    ],
    ("a.docx", office("word/document.xml", "word/vbaProject.bin"), FALSE),
    ("a.pptx", office("ppt/presentation.xml", "ppt/VBAPROJECT.BIN"), FALSE),
    ("a.docx", encrypted(DOCX), FALSE),
    ("a.docx", DOCX[:-10], FALSE),
    ("a.docx", DOCX[:20], FALSE),
    ("a.pptx", DOCX, FALSE),
    ("a.docx", PPTX, FALSE),
    ("a.pdf", DOCX, FALSE),
    ("a.docx", office(), FALSE),
    ("a.docx", zipped({"word/document.xml": "x"}), FALSE),
    ("a.docx", office("word/document.xml", types="application/vnd.ms-office.vbaProject"), FALSE),
    ("a.docx", office("word/document.xml", types="ms-word.document.macroEnabled.main+xml"), FALSE),
    *[(f"a.{kind}", before + DOCX + PPTX, FALSE) for kind in ("docx", "pptx") for before in POLYGLOTS],
    *[("a.docx", office("word/document.xml", name), FALSE) for name in ("../x", "/x", "a/../x", "..\\x")],
    ("a.docx", says_it_grows_to(uploads.MOST_UNPACKED), FALSE),
    ("a.docx", office("word/document.xml", *map(str, range(uploads.MOST_PARTS))), FALSE),
    ("a.docx", DOCX + b"PK\x01\x02" * uploads.MOST_PARTS, FALSE),
    ("a.docx", DOCX.replace(b"PK\x05\x06", b"PK\x05\x07"), FALSE),
    ("a.docx", DOCX.replace(b"<Types/>", b"<types/>"), FALSE),
    ("a.pdf", b"", "Het bestand is leeg"),
    ("a.pdf", PDF + b"x" * uploads.MOST_BYTES, "Het bestand is te groot"),
]


def keep(file, **how):
    with uploads.stored(file, **how) as upload:
        return upload


@pytest.fixture
def folder(settings, tmp_path):
    """Files on disk, as in production."""
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def sent(name, content):
    file = SimpleUploadedFile("a", content)
    file._name = name  # as a client sent it, before Django tidies it
    return file


def test_there_are_enough_of_them():
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize(("name", "content", "words"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_file_is_refused_in_a_sentence(name, content, words):
    with pytest.raises(uploads.Refused, match=words):
        uploads.check(sent(name, content), KINDS)


def test_what_is_refused_leaves_nothing_behind(world, folder):
    with refused(FALSE):
        keep(sent("a.docx", b"MZ" + DOCX), kinds=KINDS, by=world.owner, at=DURING_TEAMS)

    assert (list(folder.iterdir()), Upload.objects.count()) == ([], 0)


def test_a_list_of_very_many_parts_costs_no_time():
    """A reader that made an object of each would need seconds for what a visitor sends in one."""
    flood = sent("a.docx", DOCX + b"PK\x01\x02" * 2_000_000)

    with mock.patch("zipfile.ZipFile") as reader, pytest.raises(uploads.Refused, match=FALSE):
        uploads.check(flood, KINDS)

    assert not reader.called


def test_uploads_lie_where_no_web_server_looks():
    root = Path(base.MEDIA_ROOT)

    for served in (base.STATIC_ROOT, *base.STATICFILES_DIRS):
        assert not root.is_relative_to(served)
        assert not Path(served).is_relative_to(root)
    assert not hasattr(base, "MEDIA_URL")


def test_whatever_the_reader_of_zips_raises_is_a_refusal(world):
    with mock.patch("zipfile.ZipFile", side_effect=RuntimeError), refused(FALSE):
        keep(sent("a.docx", DOCX), kinds=KINDS, by=world.owner, at=DURING_TEAMS)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF), ("A.PDF", PDF), ("a.docx", DOCX), ("a.pptx", PPTX), ("../../a.pdf", PDF),
        ("a\r\nX: y.pdf", PDF), ("x\\.pdf", PDF), ("...pdf", PDF),
        ("\u202ea\x00.pdf", PDF), ('a"b.pdf', PDF), ("x" * 400 + ".pdf", PDF), ("\U0001f600" * 400 + ".pdf", PDF),
        ("\ud800.pdf", PDF), (" . .pdf", PDF), ("pitch\u2028.pdf", PDF), ("a.docx", DOCX + b"trailing", ),
        ("a.pptx", zipped({TYPES: "<Types/>", "ppt/presentation.xml": "x" * 99999}, zipfile.ZIP_DEFLATED)),
    ],
    ids=range(17),
)  # fmt: skip
def test_a_good_file_is_kept_byte_for_byte_and_given_back_safely(world, folder, name, content):
    upload = keep(sent(name, content), kinds=KINDS, by=world.owner, at=DURING_TEAMS)
    answer = uploads.answer(upload)

    assert b"".join(answer.streaming_content) == content
    assert re.fullmatch(r"uploads/[0-9a-z]{24}", upload.file.name)
    assert upload.name.endswith(f".{upload.kind}")
    assert len(upload.name) > len(f".{upload.kind}")
    assert "/" not in upload.name
    assert upload.name.isprintable()
    assert len(upload.name) <= Upload._meta.get_field("name").max_length
    assert [file.name for file in (folder / "uploads").iterdir()] == [Path(upload.file.name).name]
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert len(answer["Content-Disposition"]) < 4000  # proxies take headers of so many bytes
    assert answer["Content-Type"] == uploads.KINDS[upload.kind].media_type
