# One door for people and for CI. `make` alone lists what it can do; no environment variable is needed for any of it.
# Two files in .venv remember what was installed, so that it is made again only when requirements/ changes.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
# --system-certs: where the network inspects TLS, the trust store of the machine knows its certificate.
UV := $(PY) -m uv --quiet --no-progress --system-certs
UV_VERSION := 0.13.9
PACKAGES := portal ideas teams sprints jury poc showcase
CODE := $(PACKAGES) tests benchmarks manage.py gunicorn.conf.py
# The first Python that is new enough; a name that exists but does not run (a version manager's shim) is passed over.
PYTHON = $(shell for p in python3.11 python3 python3.12 python3.13; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PYTEST := $(PY) -m pytest -n 3 --dist loadgroup
TEST_ENV := DJANGO_SETTINGS_MODULE=portal.settings.test

.PHONY: help demo test lint format deep pictures sheet looks css messages translations diagrams lock clean
.PHONY: lint-mistakes lint-layout lint-templates lint-imports lint-types lint-migrations

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' Makefile

demo: $(VENV)/base.done ## the whole portal on this machine, with a cast of people: no server, no settings
	@$(PY) manage.py demo

test: $(VENV)/dev.done ## the everyday tests; those that lack a service are skipped with a line that says how to get it
	@$(PYTEST)

deep: $(VENV)/dev.done ## the full matrices and figures (long); results go to benchmarks/
	@$(PYTEST) -m deep

pictures: $(VENV)/dev.done ## walk a browser through an edition, narrow and wide; a picture of each step goes to var/walk/
	@PICTURES=1 $(PY) -m pytest tests/browser/test_walk.py -m browser

sheet: $(VENV)/dev.done ## a picture of every page, narrow and wide, light and dark, in var/sheet/ (some: make sheet ONLY=ideas)
	@SHEET=1 ONLY=$(ONLY) $(PY) -m pytest tests/browser/test_every_look.py -m deep -k test_sheet

looks: $(VENV)/dev.done ## look at every page by everybody, narrow and wide, light and dark; the accessibility statement gets the figures (go on: make looks RESUME=1)
	@test -n "$(RESUME)" || rm -rf var/looks; $(PYTEST) tests/browser/test_every_look.py -m deep -k "not admin"; found=$$?; $(PY) -m tests.browser.figures; exit $$found

# In this order, the quick ones first; --keep-going (as CI does) tells everything that is wrong in one run.
lint: lint-mistakes lint-layout lint-templates lint-imports lint-types lint-migrations translations ## everything about the code that a machine can judge
	@echo "lint: all good"

lint-mistakes: $(VENV)/dev.done
	@echo "ruff: mistakes"; $(PY) -m ruff check --quiet $(wildcard $(CODE))

lint-layout: $(VENV)/dev.done
	@echo "ruff: layout"; $(PY) -m ruff format --quiet --check --output-format concise $(wildcard $(CODE)) || { echo "  make format puts it right"; exit 1; }

lint-templates: $(VENV)/dev.done
	@echo "djlint: templates"; $(VENV)/bin/djlint --quiet --lint templates

lint-imports: $(VENV)/dev.done
	@echo "import-linter: who may import whom"; $(VENV)/bin/lint-imports --no-logo > $(VENV)/imports.log 2>&1 || { cat $(VENV)/imports.log; exit 1; }

lint-types: $(VENV)/dev.done
	@echo "mypy: types"; $(PY) -m mypy --no-error-summary $(PACKAGES)

lint-migrations: $(VENV)/dev.done
	@echo "migrations: none missing"; $(TEST_ENV) DATABASE_URL= TEST_DIR=$(VENV) $(PY) manage.py makemigrations --check --dry-run \
		> $(VENV)/migrations.log 2>&1 || { cat $(VENV)/migrations.log; echo "  a model changed: manage.py makemigrations"; exit 1; }

format: $(VENV)/dev.done ## put the layout of the code right
	@$(PY) -m ruff check --quiet --fix-only $(wildcard $(CODE))
	@$(PY) -m ruff format --quiet $(wildcard $(CODE))

css: node_modules/.package-lock.json ## compile the style sheet (needs npm; the result is committed, so nobody else does)
	@npm run --silent css

node_modules/.package-lock.json: package.json $(wildcard package-lock.json)
	@npm install --silent --no-audit --no-fund
	@touch $@

# Dutch is the source, English the translation. The date in the header is taken out, so that only a changed text is a change.
define COLLECT
$(TEST_ENV) DATABASE_URL= $(CURDIR)/$(PY) manage.py makemessages --locale en --no-location --no-obsolete --no-wrap \
	--ignore 'node_modules/*' --ignore 'var/*' --ignore 'tests/*' --ignore 'benchmarks/*' --verbosity 0 && \
sed -i '/^"POT-Creation-Date/d' locale/en/LC_MESSAGES/django.po && \
$(TEST_ENV) DATABASE_URL= $(CURDIR)/$(PY) manage.py compilemessages --locale en --ignore '.venv/*' --ignore 'node_modules/*' --verbosity 0
endef

messages: $(VENV)/dev.done ## collect the Dutch texts for translation, compile the English ones (needs gettext)
	@command -v msgfmt > /dev/null || { echo "gettext is missing: apt-get install gettext"; exit 1; }
	@$(COLLECT)

# Collects in a copy and compares: judging changes nothing.
translations: $(VENV)/dev.done ## is every Dutch text collected and translated?
	@echo "translations: complete and fresh"
	@if ! command -v msgattrib > /dev/null; then echo "  not checked, gettext is missing: apt-get install gettext"; test -z "$$CI"; exit; fi; \
	rm -rf $(VENV)/copy && mkdir $(VENV)/copy && cp -R $(PACKAGES) templates locale manage.py $(VENV)/copy && \
	(cd $(VENV)/copy && $(COLLECT)) || exit 1; \
	diff -r locale $(VENV)/copy/locale > /dev/null || { echo "  a text changed since the last make messages"; exit 1; }; \
	open=$$(msgattrib --untranslated locale/en/LC_MESSAGES/django.po; msgattrib --only-fuzzy locale/en/LC_MESSAGES/django.po); \
	test -z "$$open" || { echo "$$open"; echo "  these texts have no (sure) English"; exit 1; }

diagrams: $(VENV)/base.done ## draw the diagrams of states from the tables in the code
	@$(PY) manage.py draw_states

lock: $(VENV)/venv.done ## pin every dependency with its hash, from pyproject.toml (newer ones: make lock LOCK=--upgrade)
	@$(UV) pip compile $(LOCK) --universal --generate-hashes --no-header pyproject.toml --output-file requirements/base.txt
	@$(UV) pip compile $(LOCK) --universal --generate-hashes --no-header pyproject.toml --group dev \
		--constraints requirements/base.txt --output-file requirements/dev.txt

clean: ## remove everything that was made here, the demo's data too
	@rm -rf $(VENV) var node_modules .coverage htmlcov .hypothesis .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "clean"

$(VENV)/venv.done:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PY) -m pip install -qq --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

# Compiled at once: the processes of the demo and the workers of the tests start together, and would each do it again.
INSTALL := $(UV) pip install --compile-bytecode --python $(PY) --require-hashes --requirements

$(VENV)/base.done: requirements/base.txt $(VENV)/venv.done
	@echo "Installing what the portal needs in $(VENV) ..."
	@$(INSTALL) requirements/base.txt
	@touch $@

# What the tests need includes what the portal needs.
$(VENV)/dev.done: requirements/dev.txt $(VENV)/venv.done
	@echo "Installing what the portal and its tests need in $(VENV) ..."
	@$(INSTALL) requirements/dev.txt
	@touch $@
