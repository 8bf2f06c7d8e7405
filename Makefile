.DEFAULT_GOAL := help
SHELL := /bin/bash
PY := .venv/bin/python
.PHONY: help setup setup-dev demo test test-postgres check format lock bench

help: ## 显示本帮助 / this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: ## 只做安装，不运行 / install everything the product needs
	@tools/python.sh base
	@tools/npm.sh
	@tools/fonts.sh

setup-dev: setup ## 另装测试所需 / and everything the tests need
	@tools/python.sh dev
	@tools/browser.sh

demo: export RENCAI_TRIED := 1
demo: setup ## 演示县：安装、装载、在 127.0.0.1:8000 运行 / the demo county, running
	@.venv/bin/rencai demo

test: setup-dev ## 全部测试 / the whole suite, browser tests included
	$(PY) -m pytest -n 2

test-postgres: setup-dev ## 同一套测试，用真实的 PostgreSQL / the same suite on a real PostgreSQL
	XDG_RUNTIME_DIR=$${XDG_RUNTIME_DIR:-/tmp} $(PY) -m tools.on_postgres $(PY) -m pytest -n 2 -m "not browser"

check: setup-dev ## 总关口：格式、检查、模板、类型、依赖方向、迁移、测试 / the gate
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/djlint --check --lint --quiet rencai
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/rencai migrations-missing
	$(MAKE) test

format: ## 整理格式 / format code and templates
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix-only --quiet .
	.venv/bin/djlint --reformat --quiet rencai

lock: ## 重新锁定依赖 / resolve the lock files again
	UV_PYTHON_DOWNLOADS=never .venv/bin/uv pip compile -q pyproject.toml --group build -o requirements/base.txt
	UV_PYTHON_DOWNLOADS=never .venv/bin/uv pip compile -q pyproject.toml --all-extras --group build --group dev -o requirements/dev.txt
	UV_PYTHON_DOWNLOADS=never .venv/bin/uv pip compile -q bench/requirements.in -c requirements/base.txt -o bench/requirements.txt

bench: setup-dev ## 测速，结果写入 bench/RESULTS.md / measure
	bench/run.sh
