# make serve · make test · make site · make reading-room: each sets itself up on a fresh machine.
# It needs Python 3.11 or newer and make. The browser tests also need Chromium, those of JavaScript Node 18.

PYTHON ?= python3
ADDRESS ?= 127.0.0.1:8000
READING_ROOM_PORT ?= 8001
BIN := .venv/bin

# The theme prints a notice about its successor at every start; docs/development/decisions.md says how the archive stands to it.
export NO_MKDOCS_2_WARNING := 1

.PHONY: serve site offline reading-room capture cards cluster check verify test measure gallery lock clean

serve: .venv/site.stamp
	$(BIN)/mkdocs serve --dev-addr $(ADDRESS)

site: .venv/site.stamp
	$(BIN)/archive publish $(OPTIONS)

offline: .venv/site.stamp
	$(BIN)/archive offline $(OPTIONS)

reading-room: .venv/site.stamp
	$(BIN)/archive build --reading-room --serve $(READING_ROOM_PORT) $(OPTIONS)

# What `archive add` needs beside what the site needs.
capture: .venv/capture.stamp

# What `--executor` needs beside what the site needs, on each machine of a cluster.
cluster: .venv/cluster.stamp

# The share cards, which `make offline OPTIONS=--cards` publishes. The site is built without what draws them.
cards: .venv/cards.stamp
	$(BIN)/archive export cards

check: .venv/site.stamp
	$(BIN)/archive check

verify: .venv/site.stamp
	$(BIN)/archive verify

# The tests start the program some hundred times. It is compiled once, even where the environment says otherwise.
test measure: export PYTHONDONTWRITEBYTECODE =

# Four processes on two processors: many tests mostly wait for a server or a browser.
test: .venv/test.stamp node_modules/javascript.stamp
	$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder

# What takes longest in the tests, and then what the published site must have, one after the other with nothing beside it:
# docs/development/decisions.md says why it is no part of test.
measure: .venv/test.stamp tests/node/node_modules/measure.stamp
	$(BIN)/python -m pytest -m measured -n 4 --dist loadfile --no-loadscope-reorder --ignore tests/site/test_measures.py
	$(BIN)/python -m pytest -m measured tests/site/test_measures.py

# Pictures of every kind of page, in gallery/. KINDS="--only home" takes those of one kind.
gallery: .venv/test.stamp
	$(BIN)/python tests/gallery.py $(KINDS)

# Asks the package index for newer releases and writes the locks anew.
lock: .venv/site.stamp
	$(BIN)/python -m pip install --quiet uv
	echo 'pip>=25' | $(BIN)/uv pip compile --quiet --upgrade $(LOCK_OPTIONS) - --output-file locks/pip.txt
	echo 'setuptools>=77' | $(BIN)/uv pip compile --quiet --upgrade $(LOCK_OPTIONS) pyproject.toml - --output-file locks/site.txt
	echo 'setuptools>=77' | $(BIN)/uv pip compile --quiet --upgrade $(LOCK_OPTIONS) --extra capture --constraint locks/site.txt \
		pyproject.toml - --output-file locks/capture.txt
	echo 'setuptools>=77' | $(BIN)/uv pip compile --quiet --upgrade $(LOCK_OPTIONS) --extra cards --constraint locks/site.txt \
		pyproject.toml - --output-file locks/cards.txt
	echo 'setuptools>=77' | $(BIN)/uv pip compile --quiet --upgrade $(LOCK_OPTIONS) --extra cluster --constraint locks/site.txt \
		pyproject.toml - --output-file locks/cluster.txt
	echo 'setuptools>=77' | $(BIN)/uv pip compile --quiet --upgrade $(LOCK_OPTIONS) --extra capture --extra cards --extra cluster --extra test \
		--constraint locks/capture.txt --constraint locks/cards.txt --constraint locks/cluster.txt pyproject.toml - --output-file locks/test.txt
	echo 'setuptools-scm>=8' | $(BIN)/uv pip compile --quiet --upgrade $(LOCK_OPTIONS) --constraint locks/test.txt \
		- --output-file locks/build.txt

LOCK_OPTIONS := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url

clean:
	rm -rf site reading-room .reading-room export gallery node_modules tests/node/node_modules .venv

# Every package comes from a lock with hashes; the archive itself is installed as it stands here.
.venv/pip.stamp: locks/pip.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement locks/pip.txt
	@touch $@

.venv/site.stamp: .venv/pip.stamp locks/site.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes --requirement locks/site.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/capture.stamp: .venv/site.stamp locks/capture.txt
	$(BIN)/python -m pip install --quiet --require-hashes --requirement locks/capture.txt
	@touch $@

.venv/cluster.stamp: .venv/site.stamp locks/cluster.txt
	$(BIN)/python -m pip install --quiet --require-hashes --requirement locks/cluster.txt
	@touch $@

.venv/cards.stamp: .venv/site.stamp locks/cards.txt
	$(BIN)/python -m pip install --quiet --require-hashes --requirement locks/cards.txt
	@touch $@

# bagit comes as source alone. What builds it comes from a lock too: with isolation, pip would take the newest from the index.
.venv/test.stamp: .venv/site.stamp locks/build.txt locks/test.txt
	$(BIN)/python -m pip install --quiet --require-hashes --requirement locks/build.txt
	$(BIN)/python -m pip install --quiet --require-hashes --no-build-isolation --requirement locks/test.txt
	@touch $@

# TypeScript and ESLint. Where they cannot be installed there is no stamp, and the tests of the JavaScript
# are skipped, or fail in CI.
node_modules/javascript.stamp: package.json package-lock.json
	@if ! command -v npm >/dev/null; then echo "There is no npm: the JavaScript will not be checked."; \
	elif npm ci --ignore-scripts --fetch-retries 1; then touch $@; \
	else echo "npm could not install the packages of package.json: the JavaScript will not be checked."; fi

# The checker of HTML and Lighthouse. Without npm there is no stamp, and what needs them is skipped.
tests/node/node_modules/measure.stamp: tests/node/package.json tests/node/package-lock.json
	@if command -v npm >/dev/null; then cd tests/node && npm ci --ignore-scripts && touch node_modules/measure.stamp; \
	else echo "There is no npm: the Nu HTML checker and Lighthouse will be skipped."; fi
