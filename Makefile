.DEFAULT_GOAL := help
.PHONY: help demo dev test test-sqlite test-pages test-whole test-postgres lint bench proofs scan load lock engines

bin := .venv/bin
templates = $(shell find headway -type d -name templates)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## build the sample company, run the main job on it, serve http://127.0.0.1:8000
	@bin/setup --run
	$(bin)/headway demo --serve

dev: ## serve from this checkout, pages reloading as files change
	@bin/setup --dev
	HEADWAY_DEBUG=1 $(bin)/headway manage runserver

test: test-whole test-sqlite test-pages test-postgres ## every test on SQLite, then what touches a database on PostgreSQL

test-sqlite:
	@bin/setup --dev
	$(bin)/pytest --database sqlite headway --ignore headway/web

test-pages:
	@bin/setup --dev
	$(bin)/pytest --database sqlite headway/web

test-whole:
	@bin/setup --dev
	$(bin)/pytest --database sqlite tests

test-postgres:
	@bin/setup --dev
	$(bin)/pytest --database postgres -m "not browser and not slow and not doors" --ignore headway/engine --ignore tests/permissions --ignore tests/test_house.py --ignore tests/security/test_code.py

engines: ## the questions about behaviour on ClickHouse and on a Spark cluster too, both installed apart
	@bin/setup --dev
	@bin/engines

lint: ## style, types, layers, templates, migrations
	@bin/setup --dev
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy headway
	$(bin)/lint-imports --cache-dir build/import_linter
	$(if $(templates),$(bin)/djlint --quiet --lint $(templates))
	HEADWAY_HOME=build/lint $(bin)/headway manage makemigrations --check --dry-run
	$(bin)/bandit --quiet --configfile pyproject.toml --recursive headway 2>build/bandit.log
	HEADWAY_HOME=build/lint HEADWAY_HTTPS=1 $(bin)/headway manage check --deploy --fail-level WARNING

bench: ## the figures of bench/, each beside its bar
	@bin/setup --dev
	COLUMNS=140 nice $(bin)/python -m bench

proofs: ## kill -9 under eight writers; a thousand tamperings with the log; metrics against MetricFlow; every journey and page in every way
	@bin/setup --dev
	$(bin)/python -m tests.durability --rounds 50 --database sqlite
	$(bin)/python -m tests.durability --rounds 50 --database postgres
	$(bin)/python -m headway.interfaces.collect.tests.kills --rounds 100
	$(bin)/python -m headway.interfaces.collect.tests.power --rounds 50
	$(bin)/python -m headway.interfaces.collect.tests.sdks
	$(bin)/pytest --database sqlite -s headway/core/audit/tests/test_tampering.py
	$(bin)/pytest --database postgres -s headway/core/audit/tests/test_tampering.py
	$(bin)/pytest --database postgres -m "(slow or doors) and not browser" --ignore headway/engine
	nice $(bin)/python -m tests.metricflow
	$(bin)/pytest --database sqlite --walks all tests/journeys headway/web/tests/looks/test_every_page.py

scan: ## four attackers at a small installation of its own, and the two checks of `make lint` that look for holes
	@bin/setup --dev
	nice $(bin)/python -m tests.scanners

screens: ## a picture of every page in both themes and on a phone, in build/screens
	@bin/setup --dev
	SCREENS=1 nice $(bin)/pytest --database sqlite headway/web/tests/looks/test_screens.py

pictures: ## renew the pictures that the parts of the design system are compared with
	@bin/setup --dev
	RENEW_PICTURES=1 nice $(bin)/pytest --database sqlite headway/web/tests/looks/test_pictures.py

faults: ## plant holes one at a time and see whether the tests notice
	@bin/setup --dev
	$(bin)/python -m tests.faults

load: ## a hundred people for ten minutes on a filled workspace: errors, waiting, memory
	@bin/setup --dev
	$(bin)/python -m tests.load

lock: ## resolve pyproject.toml into constraints.txt and constraints-dev.txt
	bin/lock
