# Entry points only; each is one command that can be run by hand as well.

# The Python of .venv where there is one, else the first that runs: a shim may stand for none at all.
RUNS = -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
FIRST = $(shell for name in .venv/bin/python python3.11 python3 python3.12 python3.13 python3.10; \
    do $$name $(RUNS) && echo $$name && break; done)
PYTHON ?= $(or $(FIRST),$(error Python 3.10 to 3.13 is needed: install one, or name it in PYTHON))
PY := .venv/bin/python

.PHONY: help setup development packages checkov command demo demo-stop test check scan synth lock verify schema \
    snapshots sbom bench clean

help:  ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

setup:  ## install everything locked into .venv; nothing to do when all is in place
	@$(PYTHON) -m tools.install

development:  ## install all but checkov, which only scans and tests need
	@$(PYTHON) -m tools.install development

packages:  ## install what clusters and the demo need, and nothing else
	@$(PYTHON) -m tools.install packages

checkov:  ## install that, and checkov for trainyard scan
	@$(PYTHON) -m tools.install packages checkov

command:  ## install the few packages that trainyard summarize and trainyard ci need
	@$(PYTHON) -m tools.install command

demo: packages  ## plan, apply, check and destroy clusters/demo.yaml on an AWS emulator; KEEP=1 keeps it
	@.venv/bin/trainyard demo $(if $(KEEP),--keep)

demo-stop:  ## stop what `make demo KEEP=1` left running
	@.venv/bin/trainyard stop

test: setup  ## run all tests
	@$(PY) -m tools.run_tests

check: development  ## lint, format, types, and whether generated files are current
	@$(PY) -m tools.check

scan: checkov  ## scan what every cluster and example synthesizes to, and two plans, with checkov
	@$(PY) -m tools.scan && $(PY) -m tools.scan_plans

synth: packages  ## synthesize every file in clusters/
	@.venv/bin/trainyard synth

lock: development  ## lock the newest allowed packages anew
	@$(PY) -m tools.lock

verify: packages  ## say whether the lock files are what their Pipfiles give
	@$(PY) -m tools.lock --verify

schema: development  ## write the JSON Schema and the reference of the cluster file anew
	@$(PY) -m tools.generate

snapshots: development  ## write the snapshots of synthesized stacks anew
	@$(PY) -m tests.snapshots

sbom: development  ## write sbom.json, a CycloneDX list of every package that is installed
	@$(PY) -m tools.sbom

bench: development  ## measure synthesis beside stock cdktf, cdktn and TypeScript; minutes, and npm
	@$(PY) -m benchmarks.run

clean:  ## remove what was synthesized and installed, but no state
	@rm -rf cdktf.out .venv .venv-pipenv .venv-checkov .venv-sbom .cdktf-cli .mypy_cache .ruff_cache .pytest_cache .hypothesis
