"""Files that belong to an idea."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from portal.ids import public_id
from portal.models import Upload
from portal.privacy import ME, marks


class AttachmentRole(models.TextChoices):
    PICTURE = "picture", _("foto of tekening bij het idee")
    FILE = "file", _("bijlage")


class Attachment(models.Model):
    """A file with an idea: the one picture that may go online, or an attachment that its readers can download.

    `question`: the key of the question that it answers, when it answers one. Taken away by a date, so that what was
    handed in keeps its files.
    """

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="attachments", verbose_name=_("idee"))
    upload = models.OneToOneField(
        Upload, models.PROTECT, related_name="attachment", verbose_name=_("bestand")
    )
    role = models.CharField(_("soort"), max_length=10, choices=AttachmentRole.choices)
    question = models.CharField(_("vraag"), max_length=40, blank=True)
    about = models.CharField(_("wat staat erop"), max_length=200, blank=True)
    removed_at = models.DateTimeField(_("weggenomen"), null=True, blank=True)

    privacy = marks(none="id idea role question", content="upload about", audit="removed_at")
    about_people = ({"upload__by": ME},)

    class Meta:
        verbose_name = _("bijlage")
        verbose_name_plural = _("bijlagen")
        ordering = ["upload__at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["idea"], condition=Q(role="picture", removed_at=None), name="attachment_one_picture"
            ),
        ]

    def __str__(self) -> str:
        return str(self.upload)
