# Every target does its own set-up; a machine needs Python 3.11 or newer, make and git.
#
#   make render ARGS='--format pdf'     ARGS are passed to the command behind the target

PYTHON ?= python3
BIN := .venv/bin

# The first Python that is new enough makes .venv; nothing happens when .venv is as it should be.
define SETUP
for python in $(PYTHON) python3.14 python3.13 python3.12 python3.11; do \
  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
    "$$python" tools/setup.py $(1); exit $$?; \
  fi; \
done; \
echo 'setup: Python 3.11 or newer is needed; none was found (PYTHON=/path/to/python names one)' >&2; exit 2
endef

.DEFAULT_GOAL := help
.PHONY: help render check test fuzz docs lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

render: ## draw every document of the records under records/ into output/
	@$(call SETUP)
	@$(BIN)/ropa render $(ARGS)

check: ## check the records under records/
	@$(call SETUP)
	@$(BIN)/ropa check $(ARGS)

test: ## check the code: ruff, mypy and pytest
	@$(call SETUP,--dev)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict src tools
	$(BIN)/pytest -n auto --dist loadgroup $(ARGS)

fuzz: ## try inputs by the hundred thousand (ARGS='--inputs 40000 --target loader --seed 1')
	@$(call SETUP,--dev)
	@PYTHONPATH=tests:tools $(BIN)/python -m fuzz.run $(ARGS)

docs: ## write the generated pages of the manual
	@$(call SETUP)
	@$(BIN)/python tools/docs.py $(ARGS)

COMPILE = uv pip compile -q --universal --python-version 3.11 --upgrade --generate-hashes \
  --no-strip-extras --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'
CJK = "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['cjk'])"

lock: ## choose the newest versions of all packages and write the three locks (needs uv)
	@$(COMPILE) --group setup pyproject.toml -o requirements.lock
	@$(COMPILE) --group pyproject.toml:dev -c requirements.lock -o requirements-dev.lock
	@python3 -c $(CJK) | $(COMPILE) - -c requirements.lock -o requirements-cjk.lock

clean: ## remove what set-up and tests have made; output/ stays
	rm -rf .venv dist build htmlcov fuzz-faults .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis tests/node/node_modules
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
