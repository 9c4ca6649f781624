# `make run`, `make test`… for those who expect it; every word goes to dev.py.
PYTHON ?= python3
.DEFAULT_GOAL := help

%: FORCE
	@$(PYTHON) dev.py $@

Makefile: ;
FORCE: ;
