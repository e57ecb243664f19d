"""Ideas in the admin: to read what was handed in, and outcomes once they are released."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ideas import actions
from ideas.models import Comment, Idea, Outcome, Ownership, Question
from portal.admin import PortalAdmin, ReadOnlyInline, site
from portal.models import Release


class OwnershipInline(ReadOnlyInline):
    model = Ownership


@admin.register(Idea, site=site)
class IdeaAdmin(PortalAdmin):
    """Ideas as they were handed in: what their owners wrote since is theirs alone."""

    list_display = ("handed_in", "edition", "state")
    list_filter = ("edition", "state")
    list_select_related = ("edition", "submission")
    search_fields = ("submission__content__title",)
    ordering = ("submission__content__title",)
    fields = ("edition", "title", "summary", "state", "submission")
    inlines = (OwnershipInline,)

    def get_queryset(self, request: Any) -> QuerySet[Idea]:
        return super().get_queryset(request).filter(submission__isnull=False)

    @admin.display(description=_("titel"), ordering="submission__content__title")
    def handed_in(self, idea: Idea) -> str:
        return idea.submission.content["title"] if idea.submission else ""

    def get_object(self, *args: Any, **kwargs: Any) -> Idea | None:
        idea = super().get_object(*args, **kwargs)
        if idea is not None and idea.submission is not None:
            idea.title, idea.summary = (idea.submission.content[name] for name in ("title", "summary"))
        return idea


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


@admin.register(Comment, site=site)
class CommentAdmin(PortalAdmin):
    """What was said under public ideas, also what was taken away; taking away is an action."""

    list_display = ("text", "idea_title", "person", "at", "removed_at", "reason")
    list_filter = ("idea__edition", ("removed_at", admin.EmptyFieldListFilter))
    list_select_related = ("person", "idea__submission", "idea__edition")
    search_fields = ("text", "person__name")
    ordering = ("-at", "-pk")
    fields = ("idea", "person", "text", "at", "removed_at", "removed_by", "reason")
    actions = ("take_away",)

    def get_queryset(self, request: Any) -> QuerySet[Comment]:
        ideas = Idea.objects.visible_to(request.user, at=request.at)
        return super().get_queryset(request).filter(idea__in=ideas)

    @admin.display(description=_("idee"))
    def idea_title(self, comment: Comment) -> str:
        return comment.idea.submission.public_text["title"] if comment.idea.submission else ""

    @admin.action(description=_("Neem de gekozen reacties weg"))
    def take_away(self, request: Any, chosen: QuerySet[Comment]) -> None:
        reason = gettext("Sandbox nam deze reactie weg. Schrijf ons als je wil weten waarom.")
        for comment in chosen:
            actions.take_comment_away(comment, reason=reason, by=request.user, at=request.at)
        messages.success(request, _("De reacties zijn weggenomen."))
