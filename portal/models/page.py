"""The words of pages that staff may write."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.language import localised
from portal.privacy import marks


class PageText(models.Model):
    """One version of a page's words. Rows are only added: the highest number of a page counts, the others are its
    earlier versions. Without an edition it is a page of the whole site. No body means that the page is taken away."""

    key = models.SlugField(_("pagina"), max_length=40)
    edition = models.ForeignKey(
        "portal.Edition", models.CASCADE, null=True, related_name="page_texts", verbose_name=_("editie")
    )
    number = models.PositiveIntegerField(_("versie"))
    title_nl = models.CharField(_("titel"), max_length=120)
    title_en = models.CharField(_("titel (Engels)"), max_length=120, blank=True)
    body_nl = models.TextField(_("tekst"), blank=True)
    body_en = models.TextField(_("tekst (Engels)"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("geschreven door")
    )
    at = models.DateTimeField(_("geschreven op"))

    privacy = marks(
        none="id key edition number title_nl title_en body_nl body_en",
        link="by",
        audit="at",
    )

    class Meta:
        verbose_name = _("paginatekst")
        verbose_name_plural = _("paginateksten")
        ordering = ["key", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key", "number"], name="pagetext_number_per_edition"),
            models.UniqueConstraint(
                fields=["key", "number"], condition=Q(edition=None), name="pagetext_number_of_site"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"

    @property
    def title(self) -> str:
        return localised(self, "title")

    @property
    def words(self) -> dict[str, str]:
        """What somebody can write of it."""
        return {name: getattr(self, name) for name in ("title_nl", "body_nl", "title_en", "body_en")}

    @property
    def body(self) -> str:
        return localised(self, "body")
