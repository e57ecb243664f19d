"""The admin's own site and base class: staff read what they may see, and change things only through verbs."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from portal import roles, scanning

PASSWORD_PAGES = {"password_change", "password_change_done"}


class PortalAdminSite(admin.AdminSite):
    """Behind the portal's own login; there are no passwords to change."""

    site_header = _("Beheer van het portaal")
    site_title = _("Beheer")
    index_title = _("Overzicht")
    enable_nav_sidebar = False
    site_url = None  # the header has its own way back

    def has_permission(self, request: Any) -> bool:
        return (
            request.user.is_authenticated
            and request.user.is_active
            and roles.is_staff(request.user, at=request.at)
        )

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_login")

    def each_context(self, request: Any) -> dict[str, Any]:
        """What every page of the admin knows besides."""
        return super().each_context(request) | {"scanned": scanning.is_on()}

    def get_urls(self) -> list[URLResolver | URLPattern]:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in PASSWORD_PAGES]


site = PortalAdminSite()


class PortalAdmin(admin.ModelAdmin):
    """Reads what the person may see; nothing can be deleted; adding and changing exist only where a verb does it."""

    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request: Any) -> bool:
        return site.has_permission(request)

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user, at=request.at) if hasattr(rows, "visible_to") else rows

    def get_search_results(self, request: Any, queryset: QuerySet[Any], search_term: str) -> Any:
        """PostgreSQL cannot search for a NUL, and the search while typing does not refuse one."""
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """A subclass that allows saving names the verb that does it."""
        raise NotImplementedError(f"{type(self).__name__} has no verb to save with")


class ReadOnlyInline(admin.TabularInline):
    """Rows of another table, to read."""

    extra = 0
    can_delete = False

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False
