"""A PoC's row as it is now. Everything that moves money happens under this one lock."""

from poc.models import LedgerEntry, Obligation, Project


def locked(project: Project) -> Project:
    """The PoC, locked until the end of the transaction (locked first, read after: see ideas.actions)."""
    Project.objects.select_for_update().only("pk").get(pk=project.pk)
    return Project.objects.select_related("edition", "team__edition", "team__idea__submission").get(
        pk=project.pk
    )


def locked_cost(obligation: Obligation) -> Obligation:
    """The cost, read under the lock of its PoC."""
    project = locked(Project(pk=obligation.project_id))
    found = Obligation.objects.select_related("by").get(pk=obligation.pk)
    found.project = project
    return found


def locked_entry(entry: LedgerEntry) -> LedgerEntry:
    """The line, read under the lock of its PoC."""
    obligation = locked_cost(Obligation.objects.get(pk=entry.obligation_id))
    found = LedgerEntry.objects.get(pk=entry.pk)
    found.obligation = obligation
    return found
