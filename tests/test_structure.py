"""The shape of the code: sizes, names, and what the machine can see of the house rules."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 300, 40, 120
VAGUE_MODULES = {"utils", "util", "helpers", "common", "base", "misc"}
VAGUE_VERBS = re.compile(r"^_?(get|do|handle|process|manage)_")
TOLD_BY_A_LIBRARY = re.compile(
    r"^(get_context|get_help_text|get_session_auth_hash|handle_(comment|data|decl|pi|endtag|startendtag|starttag))$"
)


def sources() -> list[Path]:
    return [path for path in sorted((ROOT / "rencai").rglob("*.py")) if "migrations" not in path.parts]


def long_functions(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            spoken = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
            lines = (node.end_lineno or 0) - node.lineno + 1 - spoken
            if lines > FUNCTION_LINES:
                yield f"{node.name}: {lines}"


def vague_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        named = isinstance(node, ast.FunctionDef) and VAGUE_VERBS.match(node.name)
        if named and not TOLD_BY_A_LIBRARY.match(node.name):
            yield node.name


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_and_plainly_named(path: Path) -> None:
    text = path.read_text()
    tree = ast.parse(text)
    assert len(text.splitlines()) <= FILE_LINES
    assert path.stem not in VAGUE_MODULES
    if "tests" not in path.parts:
        assert list(long_functions(tree)) == []
        assert list(vague_names(tree)) == []
        assert not text or ast.get_docstring(tree), "a module opens with one sentence about itself"
    assert "import *" not in text


def test_templates_are_short() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "rencai").rglob("*.html")
        if (lines := len(path.read_text().splitlines())) > TEMPLATE_LINES
    }
    assert long == {}


def test_templates_hold_no_inline_script_style_or_handler() -> None:
    offence = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>\s*\S|<style|\sstyle=|\son[a-z]+=|\|\s*safe\b")
    found = {str(path): offence.findall(path.read_text()) for path in (ROOT / "rencai").rglob("*.html")}
    assert {path: hits for path, hits in found.items() if hits} == {}


def test_the_size_rule_sees_a_long_function() -> None:
    body = "\n".join("    x = 1" for _ in range(FUNCTION_LINES + 1))
    assert list(long_functions(ast.parse(f"def f():\n{body}")))
    assert not list(long_functions(ast.parse("def f():\n    x = 1")))


def test_the_name_rule_sees_a_vague_name() -> None:
    assert list(vague_names(ast.parse("def get_people(): pass"))) == ["get_people"]
    assert not list(vague_names(ast.parse("def people_on(day): pass")))


def test_imports_point_down() -> None:
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout


def test_the_project_stands_alone() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    outside = re.compile(r"\.\./shared|/work/|://[^ ]*(pypi|npmjs|pythonhosted)\.")
    hits = []
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".txt", ".toml", ".json", ".sh", ".html", ".yaml", ".css", ".js"} and (
            path != Path(__file__) and path.exists() and outside.search(path.read_text(errors="replace"))
        ):
            hits.append(name)
    assert hits == []
