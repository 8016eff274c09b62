# Everything a fresh machine needs: `make demo`, `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Two processes share two cores: a small matrix that linear algebra shares out costs a third of the
# time of tests of attribution. TensorFlow keeps its threads.
# Bytecode is kept whatever the environment says: tests start this program some hundred times.
QT_TEST := PYTHONDONTWRITEBYTECODE= QT_QPA_PLATFORM=offscreen OMP_NUM_THREADS=1
QUICK := $(addprefix tests/,masks agreement gaze dataset study architecture)

.PHONY: help demo demo-headless test quick check bench lock demo-weights screenshots icons wheel bundle smoke needs archives deb release clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 18

$(STAMP): requirements.lock requirements.uv.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.uv.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $(STAMP)

demo: $(STAMP)  ## open the demo study in the window
	@$(BIN)/neopain demo

demo-headless: $(STAMP)  ## run the demo without a window; results in demo-output/
	@$(BIN)/neopain demo --headless --out demo-output

test: $(STAMP)  ## run the tests
	@$(QT_TEST) $(BIN)/python -m pytest -n 2 --dist worksteal

quick: $(STAMP)  ## run the tests of numbers, files and rules, within a minute
	@$(QT_TEST) $(BIN)/python -m pytest -n 2 --dist worksteal $(QUICK)

check: $(STAMP)  ## lint, types, import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(STAMP)  ## print the speed measurements
	@$(BIN)/python -m benchmarks

lock:  ## pin every dependency again, with hashes
	uv pip compile pyproject.toml --universal --generate-hashes --group dev --no-emit-index-url --no-header --quiet -o requirements.lock
	uv pip compile pyproject.toml --universal --generate-hashes --group bundle --constraint requirements.lock --no-emit-index-url --no-header --quiet -o requirements.bundle.lock
	echo uv | uv pip compile - --universal --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.uv.lock

demo-weights: $(STAMP)  ## train the demo N-CNN on phantoms again
	@$(BIN)/python -m neopain_gui.demo.training.n_cnn

screenshots: $(STAMP)  ## take the pictures of the documentation again
	@$(BIN)/python -m tests.gui.take_screenshots

icons: $(STAMP)  ## render the program's icon at the sizes that systems ask for
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m installers.render_icons

wheel: $(STAMP)  ## build the wheel into dist/
	@$(BIN)/python -m hatchling build -t wheel -d dist

bundle: $(STAMP)  ## build the program with its own Python, a folder in build/bundle/
	@$(BIN)/python -m installers.bundle

smoke:  ## try the bundle: the demo to its tables, the window with its engine
	@$(BIN)/python -m installers.smoke

needs:  ## say which glibc and libraries the bundle's own files ask for
	@PYTHONPATH=. build/bundle-env/bin/python -m installers.needs build/bundle/NeoPain

archives:  ## pack the bundle into dist/, as .tar.zst and .zip
	@$(BIN)/python -m installers.archives

deb:  ## make a Debian package of the bundle, in dist/
	@PYTHONPATH=. build/bundle-env/bin/python -m installers.deb

release: $(STAMP)  ## build all of it from a clean clone of the last commit, with checksums
	@$(BIN)/python -m installers.release

clean:  ## remove the virtual environment and everything built
	rm -rf $(VENV) build dist demo-output
