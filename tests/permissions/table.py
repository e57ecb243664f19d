"""The permission table of the programme's first half: for every URL, thing, method and phase, the answer that each of
the cast gets. Read by people.

A row says which door the URL has (what anonymous visitors and people without the role get, whatever lies behind it)
and what those who pass the door get. An answer is a status; `login` is a 302 to the login page. Words after the first
narrow it down to members or groups: `404 owner=200`. Slashes give one answer per phase: submission, preselection,
deciding (a release is proposed), announced: `303/409/409/409`. PUT stands for every method a page does not know.
"""

from tests.permissions.rows import STAFF, Doors, Row, admin_rows, read_rows

MEMBERS = (
    "anonymous", "employee", "owner", "other_owner", "assessor", "recused", "juror", "staff", "decider", "chair",
    "superuser",
)  # fmt: skip
PHASES = ("submission", "preselection", "deciding", "announced")

GROUPS = {
    "judges": ("assessor", "recused"),
    "backstage": ("staff", "decider", "chair", "superuser"),
    "readers": ("assessor", "recused", "staff", "decider", "chair", "superuser"),
    "deciders": ("decider", "chair"),
    "lookers": ("decider", "chair", "superuser"),
}

DOORS: Doors = {
    "open": MEMBERS,
    "signed in": MEMBERS[1:],
    "judges": ("assessor", "recused", "juror", "superuser"),
    STAFF: GROUPS["backstage"],
}


def _rows(text: str) -> list[Row]:
    return read_rows(text, doors=DOORS, groups=GROUPS, phases=PHASES)


# URL | thing | door | GET | POST | anything else
SITE = _rows("""
home                            |  | open      | 200 | 405
profile                         |  | signed in | 200 | 303
my_data                         |  | signed in | 200 | 200
# these two want a fresh code, whoever asks
close_account                   |  | signed in | 303 | 303 | 303
fresh_code                      |  | signed in | 200 | 200
time_left                       |  | open      | 200 | 200
set_language                    |  | open      | 302 | 302 | 302
health                          |  | open      | 200 | 405
security_txt                    |  | open      | 200 | 405
edition_home                    |  | open      | 200 | 405
edition_home                    | no_edition | open | 404 | 404 | 404
mine                            |  | signed in | 200 | 405
# what people decide about their mail; a link is the proof of who holds it
my_mails                        |         | signed in | 200 | 303
unsubscribe                     | sealed  | open | 200 | 200
unsubscribe                     | nothing | open | 404 | 404
follow_call                     |         | open | 200 | 303
confirm_call                    | confirm | open | 200 | 303
confirm_call                    | nothing | open | 404 | 404
# the mail of an edition, followed and steered by its staff
mails                           |         | staff | 200 | 405
mails_sent                      |         | staff | 200 | 405
mail_one                        | sealed  | staff | 200 | 405
mail_one                        | nothing | staff | 404 | 405
resend_mail                     | sealed  | staff | 405 | 303
resend_mail                     | nothing | staff | 405 | 404
clear_address                   | sealed  | staff | 405 | 303
clear_address                   | nothing | staff | 405 | 404
mail_plan                       |         | staff | 200 | 405
mail_letter                     | draft_waits   | staff | 200 | 303
mail_letter                     | idea_received | staff | 200 | 303
mail_letter                     | nothing       | staff | 404 | 404
pause_mail                      |         | staff | 405 | 303
# personal data and history
withdraw_consent                | agreed  | signed in | 405 | 404 owner=409
retention                       |         | staff | 200 | 405
retention_period                | content | staff | 200 | 303
retention_period                | nothing | staff | 404 | 404
processing                      |         | staff | 200 | 405
processing_file                 | csv     | staff | 200 | 405
processing_file                 | nothing | staff | 404 | 405
audit                           |         | staff | 200 | 405
audit_file                      |         | staff | 200 | 405
audit_about                     | story   | staff | 200 | 405
audit_about                     | nothing | staff | 404 | 405
audit_person                    | somebody | staff | 200 | 405
audit_person                    | nothing | staff | 404 | 405
# pages to read, and the words that staff give them
webinar                         |  | open      | 200 | 405
learning                        |  | open      | 200 | 405
learning_page                   | learn   | open | 200 | 405
learning_page                   | nothing | open | 404 | 405
privacy                         |  | open      | 200 | 405
accessibility                   |  | open      | 200 | 405
style                           |  | staff     | 200 | 405
texts                           |  | staff     | 200 | 405
new_text                        |  | staff     | 200 | 303
text                            | learn   | staff | 200 | 303
text                            | nothing | staff | 404 | 404
restore_text                    | learn   | staff | 405 | 303
restore_text                    | nothing | staff | 405 | 404
remove_text                     | learn   | staff | 405 | 303
remove_text                     | nothing | staff | 405 | 404
# logging in and out; who is in already is sent on
account_login                   |  | open      | 302 anonymous=200 | 302 | 302 anonymous=200
account_signup                  |  | open      | 302 anonymous=200 | 302 | 302 anonymous=200
account_logout                  |  | open      | 200 anonymous=302 | 302
account_inactive                |  | open      | 200 | 405
account_email_verification_sent |  | open      | 302 | 302 | 302
account_request_login_code      |  | open      | 302 anonymous=200 | 302 | 302 anonymous=200
account_confirm_login_code      |  | open      | 302 | 302 | 302
account_email                   |  | signed in | 303 | 303 | 303
usersessions_list               |  | signed in | 200 | 302 | 302
# single sign-on is not set up here: there is no page
sign_in                         |  | open      | 404 | 404 | 404
sign_in_back                    |  | open      | 404 | 404 | 404
sign_in_choose                  |  | open      | 404 | 404 | 404
sign_in_address                 |  | open      | 404 | 404 | 404
sign_in_code                    |  | open      | 404 | 404 | 404
# nobody of the cast has a second factor: nothing to confirm with, nothing to take away
account_reauthenticate          |  | signed in | 403 | 403 | 403
mfa_reauthenticate              |  | signed in | 403 | 403 | 403
mfa_reauthenticate_webauthn     |  | signed in | 403 | 403 | 403
mfa_index                       |  | signed in | 200 | 405
second_step_done                |  | signed in | 303 | 405
mfa_authenticate                |  | open      | 302 | 302 | 302
mfa_activate_totp               |  | signed in | 200 | 200 | 200
mfa_deactivate_totp             |  | signed in | 404 | 404 | 404
mfa_view_recovery_codes         |  | signed in | 404 | 405
mfa_generate_recovery_codes     |  | signed in | 200 | 200 | 200
mfa_download_recovery_codes     |  | signed in | 404 | 404 | 404
mfa_list_webauthn               |  | signed in | 200 | 405
mfa_add_webauthn                |  | signed in | 200 | 200 | 200
mfa_edit_webauthn               |  | signed in | 404 | 404 | 404
mfa_remove_webauthn             |  | signed in | 404 | 404
mfa_login_webauthn              |  | open      | 302 | 302 | 302
""")

IDEAS = _rows("""
ideas:list     |                 | open      | 200 | 405
ideas:list     | no_edition      | open      | 404 | 404 | 404
ideas:start    |                 | signed in | 200/409/409/409 | 303/409/409/409
# a draft is its owner's alone; what is handed in is read backstage; the public sees the shortlist once announced
ideas:detail   | draft           | open      | 404 owner=200 | 405
ideas:detail   | discarded       | open      | 404 | 405
ideas:detail   | handed_in       | open      | 404 owner=200 readers=200 | 405
ideas:detail   | shortlisted     | open      | 404/404/404/200 other_owner=200 readers=200 | 405
ideas:detail   | not_shortlisted | open      | 404 other_owner=200 readers=200 | 405
ideas:detail   | nothing         | open      | 404 | 405
# the way in from a letter: whoever is logged out logs in, and comes to that page
ideas:enter    | draft           | signed in | 302 | 405
ideas:enter    | handed_in       | signed in | 302 | 405
ideas:enter    | nothing         | signed in | 302 | 405
# what is said under an idea: only once it is published, not even its owner or staff before
ideas:feed     |                 | open      | 200 | 405
ideas:similar  |                 | signed in | 200 | 200
ideas:doubles  |                 | staff     | 200 | 405
ideas:comment  | draft           | signed in | 405 | 404
ideas:comment  | handed_in       | signed in | 405 | 404
ideas:comment  | shortlisted     | signed in | 405 | 404/404/404/303
ideas:comment  | not_shortlisted | signed in | 405 | 404
ideas:comment  | nothing         | signed in | 405 | 404
# nobody but the employee works somewhere; an owner need not say it
ideas:back     | handed_in       | signed in | 405 | 404
ideas:back     | shortlisted     | signed in | 405 | 404/404/404/409 employee=404/404/404/303
ideas:back     | not_shortlisted | signed in | 405 | 404
ideas:stop_backing | shortlisted     | signed in | 405 | 404/404/404/303
ideas:stop_backing | not_shortlisted | signed in | 405 | 404
ideas:delete_comment    | comment | signed in | 404 employee=404/404/404/200 | 404 employee=404/404/404/303
ideas:delete_comment    | nothing | signed in | 404 | 404
ideas:take_comment_away | comment | signed in | 404 other_owner=404/404/404/200 backstage=404/404/404/200 | 404 other_owner=404/404/404/303 backstage=404/404/404/303
ideas:take_comment_away | nothing | signed in | 404 | 404
# owners may write at any time, and hand in until the deadline; the same content again is the same receipt
ideas:write    | draft           | signed in | 404 owner=200 | 404 owner=303
ideas:write    | discarded       | signed in | 404 owner=409 | 404 owner=409
ideas:write    | handed_in       | signed in | 404 owner=200 | 404 owner=303
ideas:write    | shortlisted     | signed in | 404 other_owner=200 | 404 other_owner=303
ideas:write    | nothing         | signed in | 404 | 404
ideas:check    | draft           | signed in | 404 owner=200 | 404 owner=303/409/409/409
ideas:check    | discarded       | signed in | 404 owner=200 | 404 owner=409
ideas:check    | handed_in       | signed in | 404 owner=200 | 404 owner=303
ideas:check    | not_shortlisted | signed in | 404 other_owner=200 | 404 other_owner=303
ideas:receipt  | draft           | signed in | 404 | 405
ideas:receipt  | handed_in       | signed in | 404 owner=200 | 405
ideas:receipt  | shortlisted     | signed in | 404 other_owner=200 | 405
ideas:withdraw | draft           | signed in | 404 owner=409 | 404 owner=409
ideas:withdraw | discarded       | signed in | 404 owner=409 | 404 owner=409
ideas:withdraw | handed_in       | signed in | 404 owner=200 | 404 owner=303
ideas:withdraw | shortlisted     | signed in | 404 other_owner=200 | 404 other_owner=303
ideas:withdraw | not_shortlisted | signed in | 404 other_owner=200 | 404 other_owner=303
# files: the public sees the picture that was approved, staff and assessors what was handed in, owners all of theirs
ideas:self_check   |             | open      | 200 | 405
ideas:preview      |             | signed in | 405 | 404
ideas:files        | draft       | signed in | 404 owner=200 | 404 owner=303
ideas:files        | discarded   | signed in | 404 owner=409 | 404 owner=409
ideas:files        | handed_in   | signed in | 404 owner=200 | 404 owner=303
ideas:files        | nothing     | signed in | 404 | 404
ideas:file         | draft       | open      | 404 owner=200 | 405
ideas:file         | handed_in   | open      | 404 owner=200 readers=200 | 405
ideas:file         | shortlisted | open      | 404/404/404/200 other_owner=200 readers=200 | 405
ideas:remove_file  | draft       | signed in | 405 | 404 owner=303
ideas:remove_file  | handed_in   | signed in | 405 | 404 owner=303
ideas:remove_file  | shortlisted | signed in | 405 | 404 other_owner=303
ideas:restore_file | draft       | signed in | 405 | 404 owner=303
ideas:restore_file | handed_in   | signed in | 405 | 404 owner=303
ideas:versions     | draft       | signed in | 404 owner=200 | 405
ideas:versions     | handed_in   | signed in | 404 owner=200 | 405
ideas:versions     | nothing     | signed in | 404 | 405
ideas:version      | draft       | signed in | 404 owner=200 | 404 owner=303
ideas:version      | discarded   | signed in | 404 owner=200 | 404 owner=409
ideas:version      | handed_in   | signed in | 404 owner=200 | 404 owner=303
ideas:version      | nothing     | signed in | 404 | 404
ideas:discard  | draft           | signed in | 405 | 404 owner=303
ideas:discard  | discarded       | signed in | 405 | 404 owner=409
ideas:discard  | handed_in       | signed in | 405 | 404 owner=409
ideas:restore  | draft           | signed in | 405 | 404 owner=303
ideas:restore  | discarded       | signed in | 405 | 404 owner=303
ideas:restore  | shortlisted     | signed in | 405 | 404 other_owner=303
ideas:name     | draft           | signed in | 405 | 404 owner=303
ideas:name     | handed_in       | signed in | 405 | 404 owner=303
ideas:name     | not_shortlisted | signed in | 405 | 404 other_owner=303
# owners invite until teams form; who was invited answers within fourteen days, by that address alone
ideas:owners             | draft           | signed in | 404 owner=200 | 404 owner=303/303/303/409
ideas:owners             | handed_in       | signed in | 404 owner=200 | 404 owner=303/303/303/409
ideas:owners             | shortlisted     | signed in | 404 other_owner=200 | 404 other_owner=303/303/303/409
ideas:owners             | nothing         | signed in | 404 | 404
ideas:invitation         | handed_in       | signed in | 404 employee=200/200/409/409 | 404 employee=303/303/409/409
ideas:invitation         | nothing         | signed in | 404 | 404
ideas:invite_again       | handed_in       | signed in | 405 | 404 owner=303/303/303/409
ideas:invite_again       | nothing         | signed in | 405 | 404
ideas:withdraw_invitation | handed_in      | signed in | 405 | 404 owner=303
ideas:withdraw_invitation | nothing        | signed in | 405 | 404
# only the main owner hands over, to another owner; nobody but the person leaves
ideas:hand_over          | shared          | signed in | 404 other_owner=200 owner=409 | 404 other_owner=303 owner=409
ideas:hand_over          | handed_in       | signed in | 404 owner=409 | 404 owner=409
ideas:leave              | shared          | signed in | 404 owner=200 other_owner=409 | 404 owner=303 other_owner=409
ideas:leave              | handed_in       | signed in | 404 owner=409 | 404 owner=409
# staff ask about what was handed in until teams form; owners answer
ideas:ask_question       | draft           | staff | 404 | 404
ideas:ask_question       | handed_in       | staff | 200/200/200/409 | 303/303/303/409
ideas:ask_question       | nothing         | staff | 404 | 404
ideas:answer_question    | handed_in       | signed in | 404 owner=200 | 404 owner=303
ideas:answer_question    | nothing         | signed in | 404 | 404
ideas:withdraw_question  | handed_in       | staff | 405 | 303
ideas:withdraw_question  | nothing         | staff | 405 | 404
# staff propose to make one idea of two until the announcement; the one here was declined already
ideas:propose_merger     | shortlisted     | staff | 200/200/200/409 | 303/303/303/409
ideas:propose_merger     | draft           | staff | 404 | 404
ideas:propose_merger     | nothing         | staff | 404 | 404
ideas:merger             | handed_in       | signed in | 404 owner=200 other_owner=200 | 404 owner=409 other_owner=409
ideas:merger             | nothing         | signed in | 404 | 404
ideas:withdraw_merger    | handed_in       | staff | 405 | 409
ideas:withdraw_merger    | nothing         | staff | 405 | 404
# the story of one's own idea, all that was handed in, on to another edition (there is none here), for a colleague
ideas:story              | draft           | signed in | 404 owner=200 | 405
ideas:story              | discarded       | signed in | 404 owner=200 | 405
ideas:story              | handed_in       | signed in | 404 owner=200 | 405
ideas:story              | shortlisted     | signed in | 404 other_owner=200 | 405
ideas:story              | not_shortlisted | signed in | 404 other_owner=200 | 405
ideas:submissions        | draft           | signed in | 404 | 405
ideas:submissions        | handed_in       | signed in | 404 owner=200 | 405
ideas:submissions        | not_shortlisted | signed in | 404 other_owner=200 | 405
ideas:receipt_of         | handed_in       | signed in | 404 owner=200 | 405
ideas:receipt_of         | nothing         | signed in | 404 | 405
ideas:carry_on           | draft           | signed in | 405 | 404 owner=409
ideas:carry_on           | not_shortlisted | signed in | 405 | 404 other_owner=409
ideas:start_for          |                 | staff     | 200 | 303/409/409/409
""")  # noqa: E501 a row is one line

JURY = _rows("""
# the door lets the judges of both rounds in; a juror is no judge of the preselection
jury:my_round | | judges | 200 juror=404 | 405
# a superuser passes the door and is no judge
jury:begin    | draft           | judges | 405 | 404
jury:begin    | handed_in       | judges | 405 | 409/303/409/409 superuser=409 juror=404
jury:begin    | shortlisted     | judges | 405 | 409/303/409/409 superuser=409 juror=404
jury:begin    | nothing         | judges | 405 | 404
# a sheet is its judge's alone; there are none before the preselection; a proposal makes them stand still
jury:sheet    | open_sheet      | judges | 404 assessor=404/200/200/200 | 404 assessor=404/303/409/409
jury:sheet    | handed_in_sheet | judges | 404 assessor=404/200/200/200 | 404 assessor=404/409/409/409
jury:sheet    | recused_sheet   | judges | 404 recused=404/200/200/200  | 404 recused=404/409/409/409
jury:sheet    | nothing         | judges | 404 | 404
jury:conflict | open_sheet      | judges | 405 | 404 assessor=404/303/409/409
jury:conflict | handed_in_sheet | judges | 405 | 404 assessor=404/303/409/409
jury:conflict | recused_sheet   | judges | 405 | 404 recused=404/303/409/409
jury:reopen   | open_sheet      | judges | 405 | 404 assessor=404/303/409/409
jury:reopen   | handed_in_sheet | judges | 405 | 404 assessor=404/303/409/409
jury:reopen   | recused_sheet   | judges | 405 | 404 recused=404/303/409/409
jury:check    | open_sheet      | judges | 404 assessor=404/200/200/200 | 404 assessor=404/409/409/409
jury:check    | handed_in_sheet | judges | 404 assessor=404/303/303/303 | 404 assessor=404/303/303/303
jury:check    | recused_sheet   | judges | 404 recused=404/303/303/303 | 404 recused=404/409/409/409
jury:check    | nothing         | judges | 404 | 404
jury:read_again | open_sheet    | judges | 405 | 404 assessor=404/303/409/409
jury:read_again | nothing       | judges | 405 | 404
jury:take_over | open_sheet     | judges | 405 | 404 assessor=404/303/409/409
jury:take_over | nothing        | judges | 405 | 404
jury:next     |                 | judges | 405 | 409/303/409/409 superuser=409 juror=404
# the criteria are for everybody; a round is set up by Sandbox and the chair, and stands still with a proposal
jury:criteria  |               | open  | 200 | 405
jury:set_up    |               | staff | 200 | 303
jury:rubric    |               | staff | 200 | 303
jury:new_criterion |           | staff | 200 | 303
jury:agreed    |               | staff | 200 | 303
jury:criterion | a_criterion   | staff | 200 | 303
jury:criterion | no_criterion  | staff | 404 | 404
jury:remove_criterion | a_criterion | staff | 405 | 303
jury:preview   |               | staff | 200 | 405
jury:use_rubric |              | staff | 405 | 303/303/409/409
jury:drop_rubric |             | staff | 405 | 303
jury:seat      | a_judge       | staff | 200 | 303
jury:seat      | no_judge      | staff | 404 | 404
jury:division  |               | staff | 200 | 303/303/409/409
# named deciders and the chair; a superuser may look, which is recorded, and decides nothing
jury:result   |                 | signed in | 404 lookers=200 | 405
jury:export   |                 | signed in | 404 lookers=200 | 405
jury:book     |                 | signed in | 404 lookers=200 | 405
jury:checks   |                 | signed in | 404 lookers=200 | 405
jury:minutes  |                 | signed in | 404 lookers=200 | 405
jury:together |                 | signed in | 404 lookers=200 | 404 lookers=303/200/200/200 superuser=409/200/200/200
jury:decision | draft           | signed in | 404 | 404
jury:decision | discarded       | signed in | 404 | 404
jury:decision | handed_in       | signed in | 404 lookers=200 | 404 lookers=303/303/409/409 superuser=409
jury:decision | shortlisted     | signed in | 404 lookers=200 | 404 lookers=303/303/409/409 superuser=409
jury:decision | not_shortlisted | signed in | 404 lookers=200 | 404 lookers=303/303/409/409 superuser=409
# who proposed does not approve; what is announced cannot be taken back
jury:propose  |                 | signed in | 405 | 404 deciders=409/303/409/409 superuser=409
jury:approve  |                 | signed in | 405 | 404 decider=409 chair=409/409/303/409 superuser=409
jury:withdraw |                 | signed in | 405 | 404 deciders=409/409/303/409 superuser=409
""")

ADMIN = _rows("""
admin:index        |       | staff | 200 | 200 | 200
admin:login        |       | staff | 302 | 302 | 302
admin:logout       |       | staff | 405 | 302
admin:autocomplete |       | staff | 200 | 405
admin:jsi18n       |       | staff | 200 | 405
admin:view_on_site |       | staff | 404 | 404 | 404
admin:app_list     |       | staff | 200 | 200 | 200
beheer/(?P<url>.*)$ |      | staff | 404 | 404 | 404
""")

# What staff do in the admin; everything else there is to be read. `act`: an action on chosen rows.
# `late`: rows that exist (or may be seen) only from a phase on; before it the page leads back to the start.
MODELS = {
    "portal_person": "act",
    "portal_role": "add change",
    "portal_entity": "add change",
    "portal_policydomain": "",
    "portal_emaildomain": "add change act",
    "portal_accountinvitation": "add act",
    "portal_transfer": "add act",
    "portal_edition": "",
    "portal_phase": "change",
    "portal_extension": "add act",
    "portal_release": "from=deciding",
    "portal_letter": "act",
    "portal_event": "",
    "ideas_idea": "",
    "ideas_question": "",
    "ideas_outcome": "from=announced",
    "ideas_comment": "act from=announced",
    "sprints_week": "change",
    "jury_round": "change",
    "jury_criterion": "",
}


MODEL_PAGES = [
    row
    for model, can in MODELS.items()
    for row in admin_rows(model, can, doors=DOORS, groups=GROUPS, phases=PHASES)
]
ROWS = [*SITE, *IDEAS, *JURY, *ADMIN, *MODEL_PAGES]
