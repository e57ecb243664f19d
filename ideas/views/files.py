"""Files with an idea: the page where owners add them, and every download behind the question who asks."""

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideas import actions, content, queries, rules
from ideas.forms import AttachmentForm, PictureForm
from ideas.models import Attachment, AttachmentRole, Idea
from ideas.views.own import own_idea
from ideas.views.writing import step_url, writing_context
from portal import http, uploads
from portal.access import allow, anyone, at_most, signed_in
from portal.models import Edition


@require_http_methods(["GET", "POST"])
@allow(signed_in)
@at_most(60, 3600)
def files(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """The step with the picture and the attachments; each is a form of its own, told apart by its button."""
    idea = own_idea(request, edition, idea_id, whole=True)
    rules.check_may_write(idea, by=request.user)
    questions = queries.questions_of(edition)
    steps = content.steps(questions)
    step = next(one for one in steps if one.key == content.FILES)
    picture, attachment = _forms(request, list(step.questions))
    sent = next((form for form in (picture, attachment) if form.is_bound), None)
    if sent is not None and sent.is_valid():
        role = AttachmentRole.PICTURE if sent is picture else AttachmentRole.FILE
        actions.add_file(idea, **sent.cleaned_data, role=role, by=request.user, at=request.at)
        return http.done(request, step_url(idea, content.FILES), _("Je bestand staat bij je idee."))
    context = writing_context(request, idea, questions, steps, step) | {
        "picture_form": picture,
        "attachment_form": attachment,
        "form": sent,
        "files": [one for one in idea.attachments.all() if one.removed_at is None],
        "removed": _just_removed(idea, request.GET.get("weg", "")),
    }
    return render(request, "ideas/files.html", context)


def _just_removed(idea: Idea, key: str) -> Attachment | None:
    gone = [one for one in idea.attachments.all() if one.removed_at is not None]
    return next((one for one in gone if one.pk == key), None)


def _forms(request: Any, questions: list[Any]) -> tuple[PictureForm, AttachmentForm]:
    is_file = request.POST.get("role") == AttachmentRole.FILE
    sent = (AttachmentRole.FILE if is_file else AttachmentRole.PICTURE) if request.method == "POST" else None

    def data(role: str) -> dict[str, Any]:
        return {"data": request.POST, "files": request.FILES} if sent == role else {}

    picture = PictureForm(**data(AttachmentRole.PICTURE), prefix="picture")
    return picture, AttachmentForm(**data(AttachmentRole.FILE), prefix="file", questions=questions)


def _own_file(request: Any, edition: Edition, idea_id: str, file_id: str) -> Attachment:
    idea = own_idea(request, edition, idea_id)
    return get_object_or_404(idea.attachments.select_related("idea", "upload"), pk=file_id)


@require_POST
@allow(signed_in)
def remove_file(request: Any, edition: Edition, idea_id: str, file_id: str) -> HttpResponse:
    """Take a file away; the page offers to put it back."""
    attachment = _own_file(request, edition, idea_id, file_id)
    actions.remove_file(attachment, by=request.user, at=request.at)
    return http.done(
        request,
        f"{step_url(attachment.idea, content.FILES)}?weg={attachment.pk}",
        _("%(name)s staat niet meer bij je idee.") % {"name": attachment.upload.name},
    )


@require_POST
@allow(signed_in)
def restore_file(request: Any, edition: Edition, idea_id: str, file_id: str) -> HttpResponse:
    """Undo of taking a file away."""
    attachment = _own_file(request, edition, idea_id, file_id)
    actions.restore_file(attachment, by=request.user, at=request.at)
    said = _("%(name)s staat weer bij je idee.") % {"name": attachment.upload.name}
    return http.done(request, step_url(attachment.idea, content.FILES), said)


@require_GET
@allow(anyone)
def file(request: Any, edition: Edition, idea_id: str, file_id: str) -> FileResponse:
    """A file of an idea, for who may see it: the public only the picture that its owners approved; staff and assessors
    what was handed in; owners all of theirs."""
    idea = get_object_or_404(queries.visible(request.user, edition, at=request.at), pk=idea_id)
    attachment = get_object_or_404(idea.attachments.select_related("upload"), pk=file_id)
    if not _may_read(request, idea, attachment):
        raise Http404
    return uploads.answer(attachment.upload, inline=True)


def _may_read(request: Any, idea: Idea, attachment: Attachment) -> bool:
    if request.user.is_authenticated and rules.is_owner(idea, request.user):
        return True
    if idea.submission is None:
        return False
    shown = (idea.submission.public_text.get("picture") or {}).get("id")
    if attachment.pk == shown:
        return True
    handed_in = [one["id"] for one in idea.submission.content.get("files", [])]
    return attachment.pk in handed_in and queries.reads_all(request.user, edition=idea.edition, at=request.at)
