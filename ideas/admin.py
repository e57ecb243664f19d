"""Ideas in the admin: to read what was handed in, and outcomes once they are released."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from ideas.models import Idea, Outcome, Ownership, Question
from portal.admin import PortalAdmin, ReadOnlyInline, site
from portal.models import Release


class OwnershipInline(ReadOnlyInline):
    model = Ownership


@admin.register(Idea, site=site)
class IdeaAdmin(PortalAdmin):
    list_display = ("title", "edition", "state", "saved_at")
    list_filter = ("edition", "state")
    search_fields = ("title",)
    ordering = ("title",)
    fields = ("edition", "title", "summary", "state", "submission", "saved_at")
    inlines = (OwnershipInline,)


@admin.register(Question, site=site)
class QuestionAdmin(PortalAdmin):
    """Questions come from the edition's file."""

    list_display = ("order", "text_nl", "edition", "kind", "public")
    list_filter = ("edition",)
    ordering = ("edition", "order")


@admin.register(Outcome, site=site)
class OutcomeAdmin(PortalAdmin):
    """Outcomes whose release is in force; before that instant there is nothing to see here, not even a count."""

    list_display = ("idea", "kind", "release")
    list_filter = ("kind",)
    list_select_related = ("idea", "release")

    def get_queryset(self, request: Any) -> QuerySet[Outcome]:
        return super().get_queryset(request).filter(release__in=Release.objects.in_force(at=request.at))
