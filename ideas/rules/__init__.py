"""May this person do this with an idea now? Who and when are asked apart; a refusal is a sentence."""

from ideas.rules.carrying_on import check_may_carry_on, is_over
from ideas.rules.clarifying import (
    check_correct_until,
    check_may_answer_question,
    check_may_ask,
    check_staff,
    check_unanswered,
    takes_questions,
)
from ideas.rules.files import check_room_for
from ideas.rules.idea import (
    EDITABLE,
    check_approved,
    check_complete,
    check_may_discard,
    check_may_start,
    check_may_withdraw,
    check_may_write,
    check_no_clash,
    check_on_time,
    check_owner,
    correct_until,
    has_newer_changes,
    is_owner,
    open_until,
)
from ideas.rules.merging import (
    GONE,
    KEPT,
    check_may_answer_merger,
    check_may_merge,
    check_may_propose,
    check_open_merger,
    sides_of,
)
from ideas.rules.owners import (
    check_address,
    check_may_answer,
    check_may_choose_successor,
    check_may_hand_over,
    check_may_leave,
    check_open_invitation,
    check_room_for_owner,
    check_takes_owners,
    main_owner_is,
    takes_owners,
)
from ideas.rules.talk import (
    COMMENT_HOUR,
    COMMENTS_PER_HOUR,
    check_may_back,
    check_may_comment,
    check_may_take_away,
    check_public,
    check_wrote,
    may_take_away,
)

__all__ = [
    "COMMENTS_PER_HOUR", "COMMENT_HOUR", "EDITABLE", "GONE", "KEPT", "check_address", "check_approved",
    "check_complete", "check_correct_until", "check_may_answer", "check_may_answer_merger", "check_may_answer_question",
    "check_may_ask", "check_may_back", "check_may_carry_on", "check_may_choose_successor", "check_may_comment",
    "check_may_discard", "check_may_hand_over", "check_may_leave", "check_may_merge", "check_may_propose",
    "check_may_start", "check_may_take_away", "check_may_withdraw", "check_may_write", "check_no_clash",
    "check_on_time", "check_open_invitation", "check_open_merger", "check_owner", "check_public", "check_room_for",
    "check_room_for_owner", "check_staff", "check_takes_owners", "check_unanswered", "check_wrote", "correct_until",
    "has_newer_changes", "is_over", "is_owner", "main_owner_is", "may_take_away", "open_until", "sides_of",
    "takes_owners", "takes_questions",
]  # fmt: skip
