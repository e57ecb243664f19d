"""PoCs and their money in the admin: to read; whoever changes something does it on the pages, by a verb."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from poc.models import LedgerEntry, Obligation, Project
from portal.admin import PortalAdmin, ReadOnlyInline, site
from portal.templatetags.portal import euro


@admin.register(Project, site=site)
class ProjectAdmin(PortalAdmin):
    list_display = ("team", "edition", "state", "used", "cap")
    list_filter = ("edition", "state")
    list_select_related = ("edition", "team__idea__submission")
    search_fields = ("team__idea__submission__public_text__title",)
    ordering = ("team__idea__submission__public_text__title", "pk")
    fields = ("edition", "team", "state", "goal", "used", "cap", "lessons", "opened_at", "ended_at")
    readonly_fields = ("used", "cap")

    @admin.display(description=_("ingezet"), ordering="used_cents")
    def used(self, project: Project) -> str:
        return euro(project.used_cents)

    @admin.display(description=_("plafond"), ordering="cap_cents")
    def cap(self, project: Project) -> str:
        return euro(project.cap_cents)


class OfVisibleProjects(PortalAdmin):
    """Rows of the PoCs that the person may see; `project_path` leads from a row to its PoC."""

    project_path = "project"

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        visible = Project.objects.visible_to(request.user, at=request.at)
        return super().get_queryset(request).filter(**{f"{self.project_path}__in": visible})


class LedgerInline(ReadOnlyInline):
    model = LedgerEntry
    fields = ("kind", "amount_cents", "is_correction", "note", "by", "at")


@admin.register(Obligation, site=site)
class ObligationAdmin(OfVisibleProjects):
    list_display = ("title", "project", "partner", "state", "by", "at")
    list_filter = ("state",)
    list_select_related = ("project__team__idea__submission", "by")
    search_fields = ("title", "partner")
    ordering = ("-at", "-pk")
    inlines = (LedgerInline,)


@admin.register(LedgerEntry, site=site)
class LedgerEntryAdmin(OfVisibleProjects):
    project_path = "obligation__project"
    list_display = ("obligation", "kind", "amount", "is_correction", "by", "at")
    list_filter = ("kind", "is_correction")
    list_select_related = ("obligation", "by")
    search_fields = ("obligation__title", "note")
    ordering = ("-pk",)

    @admin.display(description=_("bedrag"), ordering="amount_cents")
    def amount(self, entry: LedgerEntry) -> str:
        return euro(entry.amount_cents)
