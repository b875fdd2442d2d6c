# Everything a person needs to install, run and test remit. Only Python (3.11 or newer) and make are required.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

# What the strict type checker reads: everything that numbers pass through.
TYPED  := quantity language reading scenario model program solve result readout compare

.DEFAULT_GOAL := help
.PHONY: help demo test lint install dev docs clean

help: ## show this list
	@echo "make TARGET, where TARGET is one of"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'
	@echo "Another interpreter: make demo PYTHON=/path/to/python3.12"

demo: $(VENV)/.installed ## install into .venv and compare models of depression under treatments
	$(BIN)/remit compare scenarios/compare_models.yaml --out out/compare_models
	@echo
	@echo "What to look at:"
	@echo "  out/compare_models/compare_models.png   every readout of every model under every treatment"
	@echo "  out/compare_models/compare_models.md    the same as tables, who responds, and what carries the effects"
	@echo "  out/compare_models/compare_models.nc    all numbers, with the hash of what computed them (netCDF)"
	@echo "  docs/learn/compare_models.md            what the figure shows"
	@echo "  $(BIN)/remit run scenarios/first_run.yaml --out out/first_run    a single experiment over time"

test: $(VENV)/.installed-dev lint ## install with the development tools; lint, type check and test
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/.installed-dev ## ruff, and mypy --strict on the numeric and language layers
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy --strict $(foreach layer,$(TYPED),-p remit.$(layer))

install: $(VENV)/.installed ## install remit into .venv

dev: $(VENV)/.installed-dev ## install remit and the development tools into .venv

docs: $(VENV)/.installed-dev ## write the generated pages of docs/look_up again
	$(BIN)/python -c "from remit.language.functions import as_page; print(as_page(), end='')" > docs/look_up/functions.md
	$(BIN)/python -c "from remit.readout.page import as_page; print(as_page(), end='')" > docs/look_up/readouts.md
	$(BIN)/python -c "from remit.cli.page import as_page; print(as_page(), end='')" > docs/look_up/commands.md
	$(BIN)/remit validate --page docs/look_up/validation.md
	$(BIN)/remit interactions --page docs/look_up/interactions.md
	$(BIN)/remit card --all-drugs --out docs/look_up/drugs

clean: ## remove the environment, caches and results
	rm -rf $(VENV) out build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Say in words what is missing before anything else is tried.
$(VENV)/bin/python:
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { \
	  echo "There is no '$(PYTHON)' on this machine. Install Python 3.11 or newer, or name one: make demo PYTHON=/path/to/python3"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "remit needs Python 3.11 or newer and '$(PYTHON)' is $$("$(PYTHON)" -V 2>&1). Name another: make demo PYTHON=/path/to/python3.11"; exit 1; }
	@"$(PYTHON)" -m venv "$(VENV)" || { rm -rf "$(VENV)"; \
	  echo "'$(PYTHON) -m venv' failed. On Debian and Ubuntu: apt install python3-venv"; exit 1; }

# Stamp files: a second make installs nothing unless pyproject.toml has changed.
$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed

.PHONY: bench bench-free bench-peers bench-scaling bench-methods
BENCH_PAGE := docs/understand/speed.md
# AMICI builds its models with the swig that stands beside its Python.
BENCH := PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python

bench: $(VENV)/.installed-dev ## time remit itself, and count instructions; fills tables of docs/understand/speed.md
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,bench]'
	$(BENCH) benchmarks/bench_table.py --into $(BENCH_PAGE)
	$(BENCH) benchmarks/startup.py --into $(BENCH_PAGE)
	$(BENCH) benchmarks/compile.py --into $(BENCH_PAGE)
	$(BENCH) benchmarks/instructions.py --into $(BENCH_PAGE)

bench-peers: $(VENV)/.installed-dev ## time remit beside every other solver that can be installed (12 minutes)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,bench,peers]'
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[amici]'
	$(BENCH) benchmarks/where_time_goes.py --into $(BENCH_PAGE)
	$(BENCH) benchmarks/peers.py --into $(BENCH_PAGE) --figure docs/images/peers.png

bench-scaling: $(VENV)/.installed-dev ## time more threads, subjects and states, and measure memory (4 minutes)
	$(BENCH) benchmarks/scaling.py --into $(BENCH_PAGE)

# What matters most comes first, and a part that fails does not keep the next from running.
bench-free: $(VENV)/.installed-dev ## what wants a free machine: peers without the small problems, scaling, profile (15 minutes)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,bench,peers]'
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[amici]'
	-$(BENCH) benchmarks/peers.py --only one many network --minutes 7 --into $(BENCH_PAGE) --figure docs/images/peers.png
	-$(BENCH) benchmarks/scaling.py --into $(BENCH_PAGE)
	-$(BENCH) benchmarks/where_time_goes.py --into $(BENCH_PAGE)

bench-methods: $(VENV)/.installed-dev ## compare remit's own methods and widths (half an hour)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,bench,peers]'
	$(BENCH) benchmarks/ensemble.py --into $(BENCH_PAGE)
	$(BENCH) benchmarks/work_precision.py --into $(BENCH_PAGE) --figure docs/images/work_precision.png
