"""Files from outside: what is not what it says is refused in a sentence, what is good is kept byte for byte."""

import io
import re
import zipfile
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal import uploads
from tests.refusals import refused
from tests.world import DURING_TEAMS

PDF = b"%PDF-1.7\n%%EOF"


def office(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


def encrypted(content: bytes) -> bytes:
    at = content.index(b"PK\x01\x02") + 8
    return content[:at] + b"\x01" + content[at + 1 :]


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
HOSTILE = [
    *[(f"a.{kind}", content, FALSE) for kind in KINDS for content in STRANGE],
    *[
        (f"a.{end}", PDF, OTHER)
        for end in ("exe", "html", "svg", "js", "docm", "pdf.exe", "pdf ", "pdf\u202e", "zip")
    ],
    *[(name, PDF, OTHER) for name in ("pdf", ".pdf", "a", "a.pdf\x00.exe")],
    ("a.docx", office("word/document.xml", "word/vbaProject.bin"), FALSE),
    ("a.pptx", office("ppt/presentation.xml", "ppt/VBAPROJECT.BIN"), FALSE),
    ("a.docx", encrypted(DOCX), FALSE),
    ("a.docx", DOCX[:-10], FALSE),
    ("a.docx", DOCX[:20], FALSE),
    ("a.pptx", DOCX, FALSE),
    ("a.docx", PPTX, FALSE),
    ("a.pdf", DOCX, FALSE),
    ("a.docx", office(), FALSE),
    ("a.pdf", b"", "Het bestand is leeg"),
    ("a.pdf", PDF + b"x" * uploads.MOST_BYTES, "Het bestand is te groot"),
]


def sent(name, content):
    file = SimpleUploadedFile("a", content)
    file._name = name  # as a client sent it, before Django tidies it
    return file


@pytest.mark.parametrize(("name", "content", "words"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_file_is_refused_in_a_sentence(name, content, words):
    with pytest.raises(uploads.Refused, match=words):
        uploads.check(sent(name, content), KINDS)


def test_whatever_the_reader_of_zips_raises_is_a_refusal(world):
    with mock.patch("zipfile.ZipFile", side_effect=RuntimeError), refused(FALSE):
        uploads.store(sent("a.docx", DOCX), kinds=KINDS, by=world.owner, at=DURING_TEAMS)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF), ("A.PDF", PDF), ("a.docx", DOCX), ("a.pptx", PPTX), ("../../a.pdf", PDF),
        ("a\r\nX: y.pdf", PDF), ("x\\.pdf", PDF), ("...pdf", PDF),
        ("\u202ea\x00.pdf", PDF), ('a"b.pdf', PDF), ("x" * 400 + ".pdf", PDF),
    ],
    ids=range(11),
)  # fmt: skip
def test_a_good_file_is_kept_byte_for_byte_and_given_back_safely(world, settings, tmp_path, name, content):
    settings.MEDIA_ROOT = tmp_path

    upload = uploads.store(sent(name, content), kinds=KINDS, by=world.owner, at=DURING_TEAMS)
    answer = uploads.answer(upload)

    assert b"".join(answer.streaming_content) == content
    assert re.fullmatch(r"uploads/[0-9a-z]{24}", upload.file.name)
    assert upload.name.endswith(f".{upload.kind}")
    assert len(upload.name) > len(f".{upload.kind}")
    assert "/" not in upload.name
    assert upload.name.isprintable()
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["Content-Type"] == uploads.KINDS[upload.kind].media_type
