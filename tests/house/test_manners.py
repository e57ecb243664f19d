"""Our own manners, read from the sources: one clock, one door for state, rules in their place, nothing forgotten."""

import ast
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from portal import history, letters, outbox, registry
from portal.access import Rule
from portal.lifecycle import Machine, Move
from portal.management.commands.draw_states import machines
from portal.models import Letter
from portal.privacy import Kind, marks
from tests.house.sources import PACKAGES, ROOT, all_trees, calls, name_of, nodes, sources
from tests.world import DURING_SUBMISSION

STAGES = settings.STAGES
LONGEST = 300
STAGE_FILES = {
    "__init__", "apps", "states", "models", "rules", "content", "scoring", "subjects", "queries", "waiting", "sections",
    "panels", "emails", "actions", "forms", "views", "tasks", "admin", "urls", "migrations",
}  # fmt: skip


# --- one clock ---

CLOCKS = re.compile(
    r"(^|\.)(timezone\.(now|localdate)|datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime))$"
)


def asks_the_time(tree: ast.AST) -> list[str]:
    told = [call for call, node in calls(tree) if CLOCKS.search(call)]
    # Without an argument timezone.localtime() is the present too.
    told += [
        call
        for call, node in calls(tree)
        if call.endswith("timezone.localtime") and not (node.args or node.keywords)
    ]
    passed = [node for node in nodes(tree) if isinstance(node, ast.keyword) and node.arg == "default"]
    return told + [ast.unparse(node.value) for node in passed if CLOCKS.search(ast.unparse(node.value))]


def test_nobody_but_the_clock_asks_what_time_it_is():
    asked = {name: found for name, tree in all_trees() if (found := asks_the_time(tree))}
    assert set(asked) == {"portal/clock.py"}


@pytest.mark.parametrize(
    "line",
    [
        "timezone.now()",
        "datetime.datetime.now(UTC)",
        "date.today()",
        "time.time()",
        "timezone.localtime()",
        "models.DateTimeField(default=timezone.now)",
    ],
)
def test_every_way_to_ask_the_time_is_seen(line):
    assert asks_the_time(ast.parse(line))


@pytest.mark.parametrize(
    "line", ["timezone.localtime(at)", "time.monotonic()", "datetime.fromisoformat(text)"]
)
def test_measuring_and_converting_is_not_asking_the_time(line):
    assert asks_the_time(ast.parse(line)) == []


# --- one door for state ---

STATE_WRITERS = {"portal/lifecycle.py", "portal/outbox.py", "portal/delivery.py"}


def writes_state(tree: ast.AST) -> list[int]:
    lines = []
    for node in nodes(tree):
        targets: Iterable[ast.AST] = ()
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        if any(isinstance(one, ast.Attribute) and one.attr == "state" for one in targets):
            lines.append(node.lineno)  # type: ignore[attr-defined]
    for call, node in calls(tree):
        if call.endswith((".update", ".update_or_create", ".bulk_update", "setattr")):
            named = {word.arg for word in node.keywords}
            told = {value.value for value in ast.walk(node) if isinstance(value, ast.Constant)}
            if "state" in named or ("state" in told and not call.endswith(".update")):
                lines.append(node.lineno)
    return lines


def test_only_the_doors_write_a_state():
    assert {name for name, tree in all_trees() if writes_state(tree)} <= STATE_WRITERS


@pytest.mark.parametrize(
    "line",
    [
        "idea.state = 'submitted'",
        "rows.update(state='sent')",
        "setattr(idea, 'state', 'x')",
        "idea.state: str = 'x'",
    ],
)
def test_every_way_to_write_a_state_is_seen(line):
    assert writes_state(ast.parse(line)) == [1]


# --- nothing happens behind one's back ---


def test_nobody_uses_signals():
    found = []
    for name, tree in all_trees():
        imports = [node.module or "" for node in nodes(tree) if isinstance(node, ast.ImportFrom)]
        found += [name for module in imports if "signals" in module]
        found += [
            name for call, _node in calls(tree) if call == "receiver" or call.endswith((".connect", "Signal"))
        ]
    assert found == []


def test_no_model_overrides_save_or_delete():
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in PACKAGES]
    assert ours
    overridden = [
        (model.__name__, name) for model in ours for name in ("save", "delete") if name in vars(model)
    ]
    assert overridden == []


WRITES = {
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "update",
    "save",
    "delete",
    "add",
}


def test_no_view_writes_to_the_database():
    found = []
    for name, tree in all_trees():
        if not name.endswith(("/views.py", "/queries.py", "/rules.py", "/forms.py")) or "demo" in name:
            continue
        for call, node in calls(tree):
            owner, _, verb = call.rpartition(".")
            if verb in WRITES and (".objects" in call or verb in {"save", "delete"} or "filter" in owner):
                found.append(f"{name}:{node.lineno} {call}")
    assert found == []


# --- personal data ---


def unmarked(model: type[models.Model], marked: dict[str, Kind]) -> set[str]:
    """Fields without a mark, and marks without a field."""
    fields = {field.name for field in [*model._meta.fields, *model._meta.many_to_many]}
    return fields ^ set(marked)


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in PACKAGES]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_field_says_what_kind_of_personal_data_it_holds(model):
    assert unmarked(model, model.privacy) == set()


def test_a_field_without_a_mark_is_found():
    assert unmarked(Letter, {name: kind for name, kind in Letter.privacy.items() if name != "address"}) == {
        "address"
    }
    assert unmarked(Letter, Letter.privacy | {"gone": Kind.NONE}) == {"gone"}


def test_a_field_that_is_marked_twice_is_refused():
    with pytest.raises(ValueError, match="name is marked twice"):
        marks(identity="name", none="name")
    with pytest.raises(KeyError):
        marks(secret="name")


# --- letters ---


def letter_files() -> set[str]:
    return {path.name for path in (ROOT / "templates" / "mail").glob("*.md")}


def test_every_letter_has_its_words_in_both_languages_and_every_file_its_letter():
    wanted = {f"{name}.{language}.md" for name in registry.letters for language, _label in settings.LANGUAGES}
    assert letter_files() == wanted


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", sorted(registry.letters))
def test_every_letter_can_be_written(world, name, language):
    """With plain values in every place: a subject line of one line, a text and HTML, no gap left open."""
    source = (ROOT / "templates" / "mail" / f"{name}.{language}.md").read_text(encoding="utf-8")
    names = set(re.findall(r"{{\s*(\w+)", source)) - {"name", "portal_url"}
    world.owner.language = language
    letter = Letter(name=name, recipient=world.owner, subject="x", due_at=DURING_SUBMISSION)
    title, text, html = letters.words(letter, {one: f"waarde van {one}" for one in names})
    assert title
    assert "\n" not in title
    for part in (text, html):
        assert "{{" not in part
        assert "{%" not in part
    assert all(f"waarde van {one}" in title + text for one in names if "{% if" not in source)
    assert "<html" in html


def test_a_letter_that_nobody_registered_is_refused(world):
    with pytest.raises(KeyError):
        outbox.queue("nobody_wrote_this", to=world.owner, about=world.edition, due=DURING_SUBMISSION)


# --- states ---


def faults_of(machine: Machine) -> list[str]:
    """States that do not exist, moves that stand there twice, states that nothing leads to."""
    known, found = set(machine.states.values), []
    for move in machine.moves:
        found += [f"{state} is no state" for state in {move.source, move.target} - known]
    pairs = [(move.source, move.target) for move in machine.moves]
    found += [f"{pair} stands there twice" for pair in set(pairs) if pairs.count(pair) > 1]
    reached, before = {machine.start}, set()
    while reached != before:
        before, reached = reached, reached | {move.target for move in machine.moves if move.source in reached}
    return found + [f"nothing leads to {state}" for state in known - reached]


def test_every_table_of_states_holds_together():
    assert len(machines()) >= 3
    assert {label: faults_of(machine) for label, machine in machines() if faults_of(machine)} == {}


def test_a_faulty_table_of_states_is_found():
    class Light(models.TextChoices):
        RED = "red"
        GREEN = "green"

    assert faults_of(Machine(Light, start="red", moves=[])) == ["nothing leads to green"]
    assert "blue is no state" in faults_of(Machine(Light, start="red", moves=[Move("red", "blue", "x", "y")]))


def test_every_model_with_a_state_has_a_table():
    """But for letters, whose states are the mail's own business and move in its two modules."""
    without = [
        model.__name__
        for model in our_models()
        if any(field.name == "state" for field in model._meta.fields) and not hasattr(model, "machine")
    ]
    assert without == ["Letter"]


def test_a_model_starts_where_its_table_starts():
    for label, machine in machines():
        field = apps.get_model(label)._meta.get_field("state")
        assert field.default == machine.start, label
        assert field.choices == machine.states.choices, label


def test_the_diagrams_of_states_are_fresh():
    call_command("draw_states", check=True)


# --- nothing forgotten ---


def views_of(resolver: URLResolver) -> Iterator[tuple[str, Any]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield str(one.name), one.callback
        else:
            yield from views_of(one)


def test_every_view_of_ours_declares_a_rule():
    ours = [
        (name, view)
        for name, view in views_of(get_resolver())
        if view.__module__.split(".")[0] in PACKAGES and not view.__module__.startswith("portal.admin")
    ]
    assert len(ours) >= 20
    assert [name for name, view in ours if not isinstance(getattr(view, "access", None), Rule)] == []


def test_the_demo_declares_its_rules_too():
    from portal.demo import urls

    assert [
        one.name for one in urls.urlpatterns if not isinstance(getattr(one.callback, "access", None), Rule)
    ] == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    assert connection.introspection.table_names()


# --- templates ---

# Found by Django or a library under their fixed names.
FOUND_BY_NAME = re.compile(
    r"^(account|admin|allauth|bootstrap5|mfa|socialaccount|usersessions)/|^(403|403_csrf|404|500)\.html$|^(mail|pages)/.*\.md$"
)
# Parts that were drawn and have no page yet; one that gets a page leaves this list.
WITHOUT_A_PAGE: set[str] = set()


def template_names() -> set[str]:
    root = ROOT / "templates"
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def named_in_sources() -> set[str]:
    texts = [path.read_text(encoding="utf-8") for path in sources()]
    texts += [(ROOT / "templates" / name).read_text(encoding="utf-8") for name in template_names()]
    return set(re.findall(r"""["']([\w/.-]+\.(?:html|txt|md))["']""", "\n".join(texts)))


def test_every_template_is_used():
    unused = {name for name in template_names() - named_in_sources() if not FOUND_BY_NAME.search(name)}
    assert unused - WITHOUT_A_PAGE == set()


def test_every_template_that_is_named_exists_and_compiles():
    for name in template_names():
        if name.endswith(".html"):
            get_template(name)
    named = {name for name in named_in_sources() if name.endswith(".html") and "/" in name}
    named -= {"socialaccount/snippets/login.html"}  # included only where log-in by a provider is installed
    for name in named:
        get_template(name)


# --- places and sizes ---


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_has_only_the_files_that_stages_have(stage):
    there = {path.stem for path in (ROOT / stage).iterdir() if path.suffix == ".py" or path.is_dir()} - {
        "__pycache__"
    }
    assert there - STAGE_FILES == set()


def test_no_file_is_longer_than_can_be_read_at_once():
    long = {
        name_of(path): count
        for path in sources()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def verbs(stage: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The verbs of a stage: what its `actions` offers; helpers inside a package of actions are its own business."""
    offered = getattr(import_module(f"{stage}.actions"), "__all__", None)
    for name, tree in all_trees(stage):
        if "/actions.py" not in name and "/actions/" not in name:
            continue
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef):
                continue
            known = not node.name.startswith("_") if offered is None else node.name in offered
            if known:
                yield name, node


def test_a_verb_takes_who_and_when_by_name():
    """`submit_idea(idea, *, by, at)`: nobody can mix up the actor and the moment."""
    found = [
        f"{name} {verb.name}"
        for stage in STAGES
        for name, verb in verbs(stage)
        if {arg.arg for arg in verb.args.args} & {"by", "at"}
    ]
    assert found == []


def test_every_verb_opens_its_own_transaction():
    found = []
    for stage in STAGES:
        for name, verb in verbs(stage):
            asked = {arg.arg for arg in verb.args.kwonlyargs}
            guards = [ast.unparse(one) for one in verb.decorator_list]
            if {"by", "at"} <= asked and "transaction.atomic" not in guards:
                found.append(f"{name} {verb.name}")
    # `record` opens one itself and is all that `look` does; an effect runs in the transaction of what it follows.
    assert sorted(found) == [
        "jury/actions/decisions.py look",
        "poc/actions/projects.py stop_with_its_team",
        "teams/actions/formation.py stop_with_its_idea",
    ]


def test_history_is_told_apart_by_names_that_stay():
    """Keys in the history name the model, so a renamed model would break its chain."""
    known = {model._meta.label_lower for model in our_models()}
    assert {"ideas.idea", "jury.sheet", "portal.release"} <= known
    assert history.subject_key(Letter(pk=7)) == "portal.letter:7"
