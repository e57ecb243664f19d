"""Sprint weeks in the admin."""

from django.contrib import admin

from portal.admin import PortalAdmin, site
from sprints.models import Week


@admin.register(Week, site=site)
class WeekAdmin(PortalAdmin):
    list_display = ("monday", "number", "working_days", "label_nl", "edition")
    list_filter = ("edition",)
