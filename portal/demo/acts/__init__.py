"""What the cast does, and when, unless the visitor did it before. Everything goes through the real verbs."""

from portal.demo.acts import (
    call,
    ideas,
    next_year,
    owners,
    pitch,
    poc,
    showcase,
    sprints,
    staff,
    talk,
    teams,
)
from portal.demo.acts.act import Act

ACTS: list[Act] = [
    *call.ACTS,
    *staff.ACTS,
    *ideas.ACTS,
    *owners.ACTS,
    *talk.ACTS,
    *teams.ACTS,
    *sprints.ACTS,
    *pitch.ACTS,
    *poc.ACTS,
    *showcase.ACTS,
    *next_year.ACTS,
]
