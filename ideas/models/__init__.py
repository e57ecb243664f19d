"""The tables of ideas: what owners write, what they handed in, what became of it, what others say about it."""

from ideas.models.attachment import Attachment, AttachmentRole
from ideas.models.idea import MOST_SUMMARY, Idea, IdeaQuerySet, Ownership
from ideas.models.invitation import Invitation
from ideas.models.merger import Merger
from ideas.models.question import Question, QuestionKind
from ideas.models.submission import Facet, FacetKind, Outcome, OutcomeKind, Submission
from ideas.models.talk import Backing, Clarification, Comment
from ideas.models.version import Version

__all__ = [
    "MOST_SUMMARY",
    "Attachment",
    "AttachmentRole",
    "Backing",
    "Clarification",
    "Comment",
    "Facet",
    "FacetKind",
    "Idea",
    "IdeaQuerySet",
    "Invitation",
    "Merger",
    "Outcome",
    "OutcomeKind",
    "Ownership",
    "Question",
    "QuestionKind",
    "Submission",
    "Version",
]
