# Each target sets up what it needs first: bootstrap.py wants nothing but Python 3.11+.
PYTHON ?= python3
TARGETS = run test fast check audit bench prove screens lock clean

.PHONY: $(TARGETS)
$(TARGETS):
	@exec $(PYTHON) bootstrap.py $@
