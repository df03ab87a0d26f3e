# Two commands: `make run` starts everything, `make test` checks everything. Only python3, pip and make are assumed.

PYTHON ?= python3
# More than the two cores of a small machine: many tests wait for processes they have killed.
TEST_PROCESSES ?= 3

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
PACKAGES := models greener_homes utility_connectors coach web
CHROMIUM := chromium chromium-browser google-chrome

# What Python compiles is kept beside the source: ten processes that start would else each compile all of it again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test pytest wander lint browser lock screenshots clean

run: $(INSTALLED)
	@test -n "$$GREENER_HOMES_PRODUCTION" || export GREENER_HOMES_DEMO="$${GREENER_HOMES_DEMO:-true}"; \
	exec $(BIN)/greener-homes run

# Lint runs beside the first tests; what it found is said when it ends, and fails the whole.
test: browser $(INSTALLED)
	@$(MAKE) --no-print-directory --jobs 2 --keep-going pytest lint

pytest: $(INSTALLED)
	$(BIN)/pytest -n $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder

# Property tests on inputs nobody has tried yet; `make test` tries the same ones each time.
wander: $(INSTALLED)
	$(BIN)/pytest -n $(TEST_PROCESSES) --dist worksteal --hypothesis-profile=wander $(WHERE)

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/bandit -q -ll -r $(PACKAGES) wsgi.py

# Tests in a browser use Debian's chromium: installed here when we may, skipped with a sentence when we may not.
browser:
	@for name in $(CHROMIUM); do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing chromium for the tests in a browser."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else \
		echo "No chromium here: tests in a browser will be skipped. Install it to run them."; \
	fi

# The newest versions that work together, with the hash of every file. bootstrap.lock: what installs the rest.
lock: $(INSTALLED)
	printf 'uv==0.13.9\nsetuptools>=80\n' | $(BIN)/uv pip compile --quiet --upgrade --generate-hashes \
		--python-version 3.11 --custom-compile-command "make lock" - -o bootstrap.lock
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --extra dev \
		--custom-compile-command "make lock" pyproject.toml -o requirements.lock

screenshots: $(INSTALLED) browser
	$(BIN)/python docs/take_screenshots.py

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(INSTALLED): bootstrap.lock requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
		echo "Greener Homes needs Python 3.11 or newer, and there is no $(PYTHON) here."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Greener Homes needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1)."; \
		echo "Name another one, for example: make run PYTHON=python3.12"; exit 1; }
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV) || { \
		echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Installing what Greener Homes needs; this takes a minute the first time."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --root-user-action ignore \
		--require-hashes -r bootstrap.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@
