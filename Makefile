# Every target makes the environment first; when it is complete that takes well under five seconds.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
BIN := .venv/bin
# Windows are drawn in memory unless somebody says otherwise (QT_QPA_PLATFORM=xcb make unit).
# Files of tests are shared out to two processes; TEST_ARGS=-n0 keeps them in one.
TEST_ARGS ?= -n 2 --dist loadfile
# What is known to be in the shared samples of evidence and of lists.
SHARED_TESTS := tests/flow/test_samples.py tests/forensicdesk/lists/test_shared_lists.py tests/forensicdesk/lists/test_shared_tool_files.py
TEST_ENV := QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} PYTHONDONTWRITEBYTECODE=1

.PHONY: help setup demo test lint unit soak bundle offline-folder manual bench bench-detection bench-images bench-lists bench-containers bench-desktop bench-reports fuzz check-pdf check-shared catalogues screenshots manual-pictures lock gui clean

help:
	@echo 'make demo    synthetic evidence, a hash list, the whole job, a report'
	@echo 'make test    everything CI runs: lint, types, walls, tests, the frozen program'
	@echo 'make lint    formatting, lint, types, import walls'
	@echo 'make unit    the tests alone'
	@echo 'make soak    the tests that are left out of the whole run because they take long'
	@echo 'make gui     the desktop'
	@echo 'make screenshots  pictures of every screen, in build/screenshots; SHOT_ARGS="--lang es --size 1920x1080" and the like'
	@echo 'make manual-pictures  the pictures of the manual, made anew; CASES=/srv/cases is the folder they show, made for it and removed'
	@echo 'make bundle  the program for machines without Python, in dist/forensicdesk'
	@echo 'make offline-folder   wheels, installer and manual for a machine without a network, in dist/offline-folder'
	@echo 'make manual  the manual as HTML and PDF, in build/manual'
	@echo 'make bench   the whole job beside other programs, in one run; writes docs/performance.md'
	@echo 'make bench-detection   copies found and pictures wrongly taken for copies; BENCH_ARGS=--all for everything'
	@echo 'make bench-lists   large exact and near lists beside other programs; writes docs/performance.md; BENCH_ARGS="--entries 1000000 --near 1000000"'
	@echo 'make bench-containers   archives beside unzip, in one run; writes docs/performance.md; BENCH_ARGS=--scale=0.01 for a try'
	@echo 'make bench-desktop   the gallery with a million items; writes docs/performance.md; BENCH_ARGS="--items 100000" for a try'
	@echo 'make bench-reports   every form of a report with up to 100,000 items; writes docs/performance.md; BENCH_ARGS="--items 1000" for a try'
	@echo 'make bench-images   images of disks beside The Sleuth Kit and ewfverify; writes docs/performance.md'
	@echo 'make fuzz    damaged files of every format, FUZZ_ARGS="--count 20000 --seed 3"; what it found: docs/validation.md'
	@echo 'make check-shared  every file of the folder FORENSICDESK_SHARED_DATA names, within its limits; what is known to be in the samples'
	@echo 'make catalogues  sentences and translations, written anew from the code'
	@echo 'make check-pdf   what programs of others say of the PDF reports (needs a package index once)'
	@echo 'make lock    write requirements/*.lock anew (needs a package index)'
	@echo 'make setup   system libraries, .venv, locked dependencies; make clean removes what was built'

setup:
	@scripts/setup.sh

demo: setup
	@$(BIN)/forensicdesk demo --dir demo

gui: setup
	@$(BIN)/forensicdesk gui

screenshots: setup
	@$(BIN)/python -m tests.support.screenshots $(SHOT_ARGS)

# The folder of the case is seen in the pictures: none of a real person or machine.
CASES ?= /srv/cases
manual-pictures: setup
	@$(BIN)/python -m tests.support.manual_pictures $(CASES)

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: setup
	$(TEST_ENV) $(BIN)/python -m pytest $(TEST_ARGS)

bundle: setup
	@scripts/bundle.sh

offline-folder: setup
	@scripts/offline_folder.sh

manual: setup
	@mkdir -p build
	@$(BIN)/python -m bundling.manual build/manual

# What repeats a test with other numbers, or measures; the whole run has one of each kind.
soak: setup
	$(TEST_ENV) $(BIN)/python -m pytest -m soak

# The bundle is built before the tests, because one of them runs it; pytest's summary is the last line.
test: lint bundle
	$(TEST_ENV) FORENSICDESK_REQUIRE_BUNDLE=1 $(BIN)/python -m pytest $(TEST_ARGS)

bench: setup
	@scripts/bench_setup.sh
	@$(BIN)/python -m benchmarks.bench_run --write --date "$$(date +%F)" $(BENCH_ARGS)

bench-images: setup
	@scripts/bench_setup.sh
	@$(BIN)/python -m benchmarks.bench_images --write --date "$$(date +%F)" $(BENCH_ARGS)

bench-lists: setup
	@scripts/bench_setup.sh
	@$(BIN)/python -m benchmarks.bench_lists --write --date "$$(date +%F)" $(BENCH_ARGS)

bench-containers: setup
	@$(BIN)/python -m benchmarks.bench_containers --write --date "$$(date +%F)" $(BENCH_ARGS)

bench-desktop: setup
	@$(BIN)/python -m benchmarks.bench_desktop --write --date "$$(date +%F)" $(BENCH_ARGS)

bench-reports: setup
	@$(BIN)/python -m benchmarks.bench_reports --write --date "$$(date +%F)" $(BENCH_ARGS)

bench-detection: setup
	@$(BIN)/python -m benchmarks.bench_detection $(BENCH_ARGS)

fuzz: setup
	@$(BIN)/python -m tests.fuzz.analyse $(FUZZ_ARGS)

check-shared: setup
	@$(BIN)/python -m tests.fuzz.analyse --as-is --folder "$${FORENSICDESK_SHARED_DATA:-../shared/data}"
	$(TEST_ENV) $(BIN)/python -m pytest -n0 -m "soak or not soak" $(SHARED_TESTS)

catalogues: setup
	@$(BIN)/python scripts/catalogues.py

# Outside programs in an environment of their own; they are not part of the project and not shipped.
check-pdf: setup
	@scripts/pdf_checks_setup.sh
	$(TEST_ENV) $(BIN)/python -m pytest -n0 -m soak tests/reports/test_outside.py

lock: setup
	@scripts/lock.sh

clean:
	rm -rf build dist demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
