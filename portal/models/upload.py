"""Files that people hand in. They lie outside the web root under random names; every download asks for permission."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.ids import public_id
from portal.privacy import marks


class Upload(models.Model):
    """One stored file. `name` is what its owner called it, `kind` what its first bytes say it is."""

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    name = models.CharField(_("naam"), max_length=200)
    kind = models.CharField(_("soort"), max_length=10)
    size = models.PositiveIntegerField(_("grootte in bytes"))
    sha256 = models.CharField(_("controlegetal"), max_length=64)
    file = models.FileField(_("bestand"), upload_to="uploads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("door"))
    at = models.DateTimeField(_("op"))

    privacy = marks(none="id kind size sha256", content="name file", link="by", audit="at")

    class Meta:
        verbose_name = _("bestand")
        verbose_name_plural = _("bestanden")

    def __str__(self) -> str:
        return self.name
