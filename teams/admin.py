"""Teams in the admin: to read. What staff may do with a team stands in its room."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.admin import PortalAdmin, ReadOnlyInline, site
from portal.models import Release
from teams.models import Candidacy, Membership, Selection, Team


class MembershipInline(ReadOnlyInline):
    model = Membership
    fields = ("person", "role", "waived", "since", "until")


@admin.register(Team, site=site)
class TeamAdmin(PortalAdmin):
    list_display = ("name", "edition", "state", "made_at")
    list_filter = ("edition", "state")
    list_select_related = ("edition", "idea__submission")
    search_fields = ("idea__submission__public_text__title",)
    ordering = ("idea__submission__public_text__title", "pk")
    fields = ("edition", "idea", "state", "call", "made_at")
    inlines = (MembershipInline,)

    @admin.display(description=_("team"), ordering="idea__submission__public_text__title")
    def name(self, team: Team) -> str:
        return team.title


@admin.register(Candidacy, site=site)
class CandidacyAdmin(PortalAdmin):
    """Who stands for which team; the words are for the candidate and the owner."""

    list_display = ("person", "team", "state", "at")
    list_filter = ("state", "team__edition")
    list_select_related = ("person", "team__idea__submission")
    search_fields = ("person__name",)
    ordering = ("-at", "pk")
    fields = ("team", "person", "profile", "state", "at")


@admin.register(Selection, site=site)
class SelectionAdmin(PortalAdmin):
    """Selections whose release is in force; before that instant there is nothing to see here, not even a count."""

    list_display = ("team", "kind", "release")
    list_filter = ("kind",)
    list_select_related = ("team__idea__submission", "release")

    def get_queryset(self, request: Any) -> QuerySet[Selection]:
        return super().get_queryset(request).filter(release__in=Release.objects.in_force(at=request.at))
