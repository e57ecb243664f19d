"""Single sign-on with ACM/IDM, by OpenID Connect. docs/sign-in.md tells what is checked and why it is done here.

`claims` and `tokens` are pure; `provider` asks the provider; `flow` leads there and back; `identities` holds the verbs.
"""

from portal.sign_in.identities import link_waiting, may_use_code, note_break_glass

__all__ = ["link_waiting", "may_use_code", "note_break_glass"]
