"""Result sheets in the admin, to read."""

from django.contrib import admin

from portal.admin import PortalAdmin, ReadOnlyInline, site
from showcase.models import Approval, Result


class ApprovalInline(ReadOnlyInline):
    model = Approval


@admin.register(Result, site=site)
class ResultAdmin(PortalAdmin):
    """What teams write about their PoC, and who approved it. Only the team changes it."""

    list_display = ("project", "edition", "state", "approved_at")
    list_filter = ("edition", "state")
    list_select_related = ("edition", "project__team__idea__submission")
    search_fields = ("summary", "project__team__idea__submission__public_text__title")
    ordering = ("project__team__idea__submission__public_text__title",)
    inlines = (ApprovalInline,)
