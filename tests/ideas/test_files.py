"""Files with an idea: which are taken, how many, who gets them, and what is left of a picture."""

import io
import threading

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from ideas import actions
from ideas.models import Attachment, Idea
from portal import history, pictures, scanning, uploads
from portal.errors import Refused
from portal.models import Upload
from tests.refusals import refused
from tests.world import ANNOUNCEMENT, DURING_SUBMISSION, DURING_TEAMS, small_picture

AT = DURING_SUBMISSION
PDF = b"%PDF-1.7\n%%EOF"
PLACE = 0x8825  # the EXIF block that says where a picture was taken


def pdf(name="plan.pdf", size=0):
    return SimpleUploadedFile(name, PDF.ljust(size, b" "))


def photo(*, side=40, exif=None, kind="JPEG", name="foto.jpg"):
    drawn = io.BytesIO()
    Image.new("RGB", (side, side // 2), "blue").save(drawn, kind, **({"exif": exif} if exif else {}))
    return SimpleUploadedFile(name, drawn.getvalue())


@pytest.fixture
def idea(world):
    return world.draft(world.owner)


def add(idea, file, *, role="file", about="", by=None):
    return actions.add_file(idea, file, role=role, about=about, by=by or idea.owners.get(), at=AT)


def names(idea):
    return [str(one) for one in idea.attachments.filter(removed_at=None)]


# --- add, take away, put back ---


def test_files_stay_with_the_idea_and_its_history_tells(idea):
    add(idea, pdf())
    add(idea, small_picture(), role="picture", about="Een rood vlak.")

    assert sorted(names(idea)) == ["plan.pdf", "tekening.png"]
    assert [event.kind for event in history.of(idea)][-2:] == ["add_file", "add_file"]


def test_a_new_picture_takes_the_place_of_the_old_one(idea):
    old = add(idea, small_picture("oud.png"), role="picture")
    add(idea, small_picture("nieuw.png"), role="picture")

    assert names(idea) == ["nieuw.png"]
    actions.restore_file(old, by=idea.owners.get(), at=AT)
    assert names(idea) == ["oud.png"]


def test_a_file_is_taken_away_and_put_back(idea):
    added = add(idea, pdf())
    actions.remove_file(added, by=idea.owners.get(), at=AT)
    assert names(idea) == []

    actions.restore_file(added, by=idea.owners.get(), at=AT)

    assert names(idea) == ["plan.pdf"]


def test_the_sixth_file_is_refused_and_a_picture_does_not_count(idea):
    add(idea, small_picture(), role="picture")
    for number in range(5):
        add(idea, pdf(f"{number}.pdf"))

    with refused("Je idee heeft al 5 bijlagen"):
        add(idea, pdf("zes.pdf"))


def test_together_they_stay_under_the_measure(idea):
    eight = 8 * 1024 * 1024
    for number in range(3):
        add(idea, pdf(f"{number}.pdf", eight))

    with refused("mogen 25 MB groot zijn"):
        add(idea, pdf("vier.pdf", eight))


def test_putting_back_asks_for_room_too(idea):
    first = add(idea, pdf("eerst.pdf"))
    actions.remove_file(first, by=idea.owners.get(), at=AT)
    for number in range(5):
        add(idea, pdf(f"{number}.pdf"))

    with refused("Je idee heeft al 5 bijlagen"):
        actions.restore_file(first, by=idea.owners.get(), at=AT)


def test_only_owners_add_and_take_away(world, idea):
    added = add(idea, pdf())

    with refused("Alleen een eigenaar"):
        add(idea, pdf(), by=world.employee)
    with refused("Alleen een eigenaar"):
        actions.remove_file(added, by=world.employee, at=AT)


def test_what_was_handed_in_keeps_its_files(world, idea):
    added = add(idea, pdf())
    receipt = actions.submit_idea(idea, public_text_approved=True, show_name=False, by=world.owner, at=AT)
    actions.remove_file(added, by=world.owner, at=AT)

    assert [one["name"] for one in receipt.content["files"]] == ["plan.pdf"]
    assert receipt.content["files"][0]["sha256"] == added.upload.sha256


# --- pictures ---


def exif():
    data = Image.Exif()
    data[PLACE] = {1: "N", 2: (51.0, 3.0, 0.0)}
    data[0x0112] = 6  # turned a quarter
    return data


def stored(idea, file):
    return Image.open(add(idea, file, role="picture").upload.file.open("rb"))


def test_a_picture_loses_where_it_was_taken_and_stands_upright(idea):
    sent = photo(exif=exif())
    assert Image.open(io.BytesIO(sent.read())).getexif()[PLACE]
    sent.seek(0)

    kept = stored(idea, sent)

    assert dict(kept.getexif()) == {}
    assert kept.size == (20, 40)


def test_what_hides_behind_a_picture_does_not_survive(idea):
    sent = photo()
    smuggled = SimpleUploadedFile("foto.jpg", sent.read() + b"<script>alert(1)</script>")

    content = add(idea, smuggled, role="picture").upload.file.open("rb").read()

    assert b"script" not in content


def test_a_large_picture_becomes_smaller(idea):
    assert max(stored(idea, photo(side=3000)).size) == pictures.LARGEST_SIDE


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("foto.jpg", PDF), "geen jpg"),
        (SimpleUploadedFile("foto.png", small_picture().read()[:40]), "geen png"),
        (SimpleUploadedFile("foto.svg", b"<svg/>"), "nemen we niet aan"),
        (SimpleUploadedFile("foto.gif", b"GIF89a"), "nemen we niet aan"),
        (pdf(), "nemen we niet aan"),
        (photo(name="foto.png"), "geen png"),
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(idea, file, words):
    with refused(words):
        add(idea, file, role="picture")


def test_a_bomb_is_refused_before_it_is_unpacked(idea, monkeypatch):
    large = small_picture()
    monkeypatch.setitem(pictures.MOST_PIXELS, "png", 100)
    monkeypatch.setattr(Image.Image, "load", lambda *a, **k: pytest.fail("it was unpacked"))

    with pytest.raises(Refused, match="geen png"):
        uploads.check(large, ("png",))


# --- downloads ---


def address(idea, file):
    return reverse("ideas:file", args=[idea.edition_id, idea.pk, file.pk])


def test_a_download_says_what_it_is_and_nothing_can_run(world, idea, client_of, now):
    now(AT)
    answer = client_of(world.owner).get(address(idea, add(idea, pdf("plan “één”.pdf"))))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == PDF


def test_the_public_sees_the_approved_picture_and_no_other_file(world, client_of, now):
    idea = world.draft(world.owner)
    shown = add(idea, small_picture(), role="picture", about="Een rood vlak.")
    attached = add(idea, pdf())
    actions.submit_idea(idea, public_text_approved=True, show_name=False, by=world.owner, at=AT)
    later = add(idea, small_picture("later.png"), role="picture")
    world.released({Idea.objects.get(pk=idea.pk): "shortlisted"})
    now(ANNOUNCEMENT)
    page = client_of(None).get(reverse("ideas:detail", args=[idea.edition_id, idea.pk])).content.decode()

    assert f'src="{address(idea, shown)}" alt="Een rood vlak."' in page
    assert client_of(None).get(address(idea, shown)).headers["Content-Disposition"].startswith("inline")
    assert client_of(None).get(address(idea, attached)).status_code == 404
    assert client_of(None).get(address(idea, later)).status_code == 404
    assert client_of(world.staff).get(address(idea, attached)).status_code == 200


def test_an_attachment_that_was_not_handed_in_is_the_owners_alone(world, client_of, now):
    now(DURING_TEAMS)
    idea = world.submitted(world.owner)
    added = add(idea, pdf())

    assert client_of(world.owner).get(address(idea, added)).status_code == 200
    assert client_of(world.staff).get(address(idea, added)).status_code == 404
    assert client_of(world.assessor).get(address(idea, added)).status_code == 404


def test_a_file_of_another_idea_is_not_found(world, idea, client_of, now):
    now(AT)
    other = world.draft(world.other_owner, "Lucht in de klas")

    assert client_of(world.owner).get(address(idea, add(other, pdf()))).status_code == 404


# --- the page ---


def files_page(idea):
    return reverse("ideas:files", args=[idea.edition_id, idea.pk])


def test_a_refused_file_is_told_at_its_field(world, idea, client_of, now):
    now(AT)
    sent = {"role": "picture", "picture-file": pdf(), "picture-about": "Een plan."}

    page = client_of(world.owner).post(files_page(idea), sent).content.decode()

    assert "<title>Fout: " in page
    assert page.count("Dit soort bestand nemen we niet aan") == 2
    assert 'value="Een plan."' in page
    assert not Attachment.objects.exists()


def test_a_picture_needs_words_for_who_cannot_see_it(world, idea, client_of, now):
    now(AT)
    sent = {"role": "picture", "picture-file": small_picture(), "picture-about": ""}

    assert "Zeg in één zin" in client_of(world.owner).post(files_page(idea), sent).content.decode()


def test_what_was_taken_away_can_be_put_back_on_the_next_page(world, idea, client_of, now):
    now(AT)
    added = add(idea, pdf())
    owner = client_of(world.owner)

    page = owner.post(reverse("ideas:remove_file", args=[idea.edition_id, idea.pk, added.pk]), follow=True)

    back = reverse("ideas:restore_file", args=[idea.edition_id, idea.pk, added.pk])
    assert f'action="{back}"' in page.content.decode()
    owner.post(back)
    assert names(idea) == ["plan.pdf"]


# --- the virus scanner ---


class Clamd(threading.Thread):
    """A scanner that answers always the same; `heard`: the bytes it was given."""

    def __init__(self, answer):
        import socket

        super().__init__(daemon=True)
        self.answer, self.heard = answer, b""
        self.door = socket.create_server(("127.0.0.1", 0))
        self.at = f"127.0.0.1:{self.door.getsockname()[1]}"

    def run(self):
        to, _whence = self.door.accept()
        with to, to.makefile("rb") as read:
            assert read.read(10) == b"zINSTREAM\0"
            while size := int.from_bytes(read.read(4), "big"):
                self.heard += read.read(size)
            to.sendall(self.answer)


@pytest.fixture
def scanner(settings):
    def make(answer):
        one = Clamd(answer)
        settings.CLAMD = one.at
        one.start()
        return one

    return make


def test_a_scanned_file_is_kept(idea, scanner):
    one = scanner(b"stream: OK\0")
    add(idea, pdf(size=200_000))

    assert len(one.heard) == 200_000


def test_a_file_with_a_virus_is_refused_and_not_kept(idea, scanner):
    scanner(b"stream: Eicar-Test-Signature FOUND\0")
    before = kept()

    with refused("De virusscanner vond iets"):
        add(idea, pdf())
    assert kept() == before
    assert not Upload.objects.exists()


def test_a_scanner_that_does_not_answer_lets_nothing_by(idea, settings):
    settings.CLAMD = "127.0.0.1:1"

    with refused("nu niet op virussen nakijken"):
        add(idea, pdf())


def test_without_a_scanner_files_are_taken(idea):
    assert not scanning.is_on()
    add(idea, pdf())


def test_a_file_that_finds_no_room_leaves_nothing_on_disk(idea):
    for number in range(5):
        add(idea, pdf(f"plan{number}.pdf"))
    before = kept()

    with refused("al 5 bijlagen"):
        add(idea, pdf("plan6.pdf"))

    assert kept() == before


def test_a_file_is_judged_before_the_idea_is_locked(idea, monkeypatch):
    """A scanner that takes its time keeps no co-owner from saving."""
    locks = []
    monkeypatch.setattr("ideas.actions.files.locked", lambda one: locks.append(one) or one)
    monkeypatch.setattr(scanning, "check", lambda content: locks.append("scanned"))

    add(idea, pdf())

    assert locks == ["scanned", idea]


def kept():
    """The names of all files that are kept now."""
    return set(default_storage.listdir("uploads")[1]) if default_storage.exists("uploads") else set()
