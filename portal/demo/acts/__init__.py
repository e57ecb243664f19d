"""What the cast does, and when, unless the visitor did it before. Everything goes through the real verbs."""

from portal.demo.acts import ideas, pitch, poc, showcase, sprints, talk, teams
from portal.demo.acts.act import Act

ACTS: list[Act] = [
    *ideas.ACTS,
    *talk.ACTS,
    *teams.ACTS,
    *sprints.ACTS,
    *pitch.ACTS,
    *poc.ACTS,
    *showcase.ACTS,
]
