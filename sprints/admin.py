"""Sprint weeks in the admin: which can be booked, their places, who is where."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.admin import PortalAdmin, ReadOnlyInline, site
from portal.errors import Refused
from portal.models import Person, RoleKind
from sprints import actions, rules
from sprints.models import Booking, Confirmation, Place, Week


class PlaceInline(ReadOnlyInline):
    model = Place
    fields = ("number", "room", "designer")


@admin.register(Week, site=site)
class WeekAdmin(PortalAdmin):
    """Weeks come from the edition's file; whether one can be booked is decided here."""

    list_display = ("monday", "number", "working_days", "label_nl", "bookable", "edition")
    list_filter = ("edition", "bookable")
    fields = ("edition", "monday", "working_days", "label_nl", "label_en", "bookable")
    readonly_fields = ("edition", "monday", "working_days", "label_nl", "label_en")
    inlines = (PlaceInline,)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def save_model(self, request: Any, obj: Week, form: Any, change: bool) -> None:
        actions.allow_week(obj, obj.bookable, by=request.user, at=request.at)


class PlaceForm(forms.ModelForm):
    """Says at the form what the verb would refuse."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "designer" in self.fields:
            chosen: Any = self.fields["designer"]
            chosen.queryset = (
                Person.objects.filter(roles__kind=RoleKind.UX_DESIGNER).distinct().order_by("name")
            )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        week = self.instance.week if self.instance.pk else (cleaned or {}).get("week")
        if week is not None:
            place = Place(pk=self.instance.pk, week=week, designer=(cleaned or {}).get("designer"))
            try:
                rules.check_place(place, at=clock.now())
            except Refused as refused:
                raise ValidationError(refused.reason) from refused
        return cleaned


@admin.register(Place, site=site)
class PlaceAdmin(PortalAdmin):
    """Rooms and designers. A change to a place that is booked goes to the team's calendars."""

    form = PlaceForm
    list_display = ("week", "number", "room", "designer", "edition")
    list_filter = ("week__edition",)
    list_select_related = ("week__edition", "designer")
    ordering = ("week__monday", "number")

    def get_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        return ("week", "number", "room", "designer") if obj else ("week", "room", "designer")

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        return ("week", "number") if obj else ()

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def save_model(self, request: Any, obj: Place, form: Any, change: bool) -> None:
        saved = actions.save_place(obj, by=request.user, at=request.at)
        obj.pk = saved.pk

    @admin.display(description=_("editie"), ordering="week__edition")
    def edition(self, place: Place) -> str:
        return str(place.week.edition)


class ConfirmationInline(ReadOnlyInline):
    model = Confirmation
    fields = ("person", "at")


@admin.register(Booking, site=site)
class BookingAdmin(PortalAdmin):
    """Who is where; a week is let go on the booking's own page."""

    list_display = ("team", "place", "state", "held_until", "by", "at")
    list_filter = ("state", "team__edition")
    list_select_related = ("team__idea__submission", "place__week", "by")
    fields = ("team", "place", "state", "held_until", "sequence", "by", "at")
    ordering = ("place__week__monday", "pk")
    inlines = (ConfirmationInline,)
