"""The page of an ambassador: how their entity takes part."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from portal import roles
from portal.access import allow, signed_in
from portal.models import Edition, Entity
from portal.site import participation


@require_GET
@allow(signed_in)
def of_entity(request: Any, edition: Edition, entity_id: str) -> HttpResponse:
    """One entity in one edition, for its ambassador and for staff; nobody else learns that there is such a page."""
    person, at = request.user, request.at
    mine = roles.entities_of(person, edition, at=at)
    if entity_id not in mine and not roles.is_staff(person, edition=edition, at=at):
        raise Http404
    entity = get_object_or_404(Entity, pk=entity_id)
    context = {
        "entity": entity,
        "found": participation.of(entity, edition, at=at),
        "share": participation.text_to_share(edition, at=at),
        "others": Entity.objects.filter(pk__in=mine).exclude(pk=entity.pk) if len(mine) > 1 else (),
    }
    return render(request, "participation.html", context)
