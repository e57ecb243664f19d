"""The public ideas as a feed, for who follows them elsewhere."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_GET

from ideas import queries
from ideas.models import Idea
from portal import timeline
from portal.access import allow, anyone
from portal.models import Edition, PhaseKey

MOST = 100


class Quiet(Atom1Feed):
    """Atom whose moment, as long as there is nothing in it, is a moment of the programme and not of the machine."""

    def latest_post_date(self) -> datetime:
        moments = [item["pubdate"] for item in self.items]
        return max(moments, default=self.feed["beginning"])


class IdeasFeed(Feed):
    """What is published now, the latest announcement first; before it an empty feed."""

    feed_type = Quiet

    def __call__(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.at = request.at
        return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, edition: Edition) -> Edition:
        return edition

    def title(self, edition: Edition) -> str:
        return _("Weerhouden ideeën %(edition)s, Sandbox Vlaanderen") % {"edition": edition.pk}

    def link(self, edition: Edition) -> str:
        return address("ideas:list", edition)

    def feed_url(self, edition: Edition) -> str:
        return address("ideas:feed", edition)

    def feed_extra_kwargs(self, edition: Edition) -> dict[str, Any]:
        return {"beginning": timeline.shown(edition).opens_at(PhaseKey.SUBMISSION) or self.at}

    def items(self, edition: Edition) -> list[Idea]:
        ideas = queries.published(edition, at=self.at).select_related("outcome__release")
        return list(
            ideas.order_by("-outcome__release__visible_from", "submission__public_title", "pk")[:MOST]
        )

    def item_title(self, idea: Any) -> str:
        return _plain(idea.submission.public_text["title"])

    def item_description(self, idea: Any) -> str:
        return _plain(idea.submission.public_text["summary"])

    def item_link(self, idea: Any) -> str:
        return address("ideas:detail", idea.edition_id, idea.pk)

    def item_pubdate(self, idea: Any) -> datetime:
        return idea.outcome.release.visible_from

    item_updateddate = item_pubdate

    def item_categories(self, idea: Any) -> list[str]:
        return idea.submission.public_text.get("themes", [])


def address(name: str, *args: Any) -> str:
    keys = [getattr(one, "pk", one) for one in args]
    return settings.PORTAL_URL + reverse(name, args=keys)


@require_GET
@conditional_page
@allow(anyone)
def feed(request: Any, edition: Edition) -> HttpResponse:
    """The feed, with a mark by which a reader sees that nothing changed."""
    return IdeasFeed()(request, edition=edition)


def _plain(text: str) -> str:
    """Without the characters that no feed can carry."""
    return "".join(char for char in text if char.isprintable() or char in "\n\t")
