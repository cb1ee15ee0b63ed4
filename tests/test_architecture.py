"""The shape of the code, as docs/architecture.md gives it: sizes, names, who leans on whom, what a page may hold."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from app import kinds

ROOT = Path(__file__).parent.parent
MODULES = sorted(ROOT.glob("app/**/*.py"))
TEMPLATES = sorted([*ROOT.glob("app/templates/**/*.html"), *ROOT.glob("app/kinds/*/*.html")])
OURS = [p for p in ROOT.glob("app/static/**/*") if p.suffix in {".js", ".css", ".svg"} and p.parent.name != "vendor"]
NAMELESS = {"utils", "util", "helpers", "helper", "manager", "service", "services", "base", "common", "misc"}
Function = ast.FunctionDef | ast.AsyncFunctionDef
MOST_LINES, MOST_OF_A_FUNCTION = 250, 30
THIS_SERIES = re.compile(r"\b(M[1-4](\.\d+)?|ED|EPI|HF)\b|eating|psychosis|housing|collaborative", re.IGNORECASE)
FIELDS = r"<(input|textarea|select|form)\b|contenteditable"
TYPED = r"<(textarea|select)\b|<input\b(?![^>]*type=\"hidden\")|contenteditable"  # buttons are not among them


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, Function):
            yield node


def lines_of_code(path: Path, function: Function) -> int:
    """Signature and body, without docstring, blank lines, comments, and functions inside, which count themselves."""
    apart: list[ast.stmt] = [node for node in ast.walk(function) if isinstance(node, Function) and node is not function]
    if ast.get_docstring(function):
        apart.append(function.body[0])
    left_out = {at for node in apart for at in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    lines = path.read_text().splitlines()
    within = range(function.lineno, (function.end_lineno or function.lineno) + 1)
    code = [lines[at - 1].strip() for at in within if at not in left_out]
    return len([line for line in code if line and not line.startswith("#")])


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """The literals of a module; its docstrings are not among them."""
    tree = ast.parse(path.read_text())
    documented = [n for n in ast.walk(tree) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)]
    described = {id(n.body[0].value) for n in documented if n.body and isinstance(n.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described:
            yield node.lineno, node.value


def found(pattern: str, paths: list[Path], flags: re.RegexFlag = re.IGNORECASE) -> list[str]:
    """Where a pattern occurs: file, line and the words themselves."""
    hits: list[str] = []
    for path in paths:
        text = path.read_text()
        for hit in re.finditer(pattern, text, flags):
            hits.append(f"{name(path)}:{text.count(chr(10), 0, hit.start()) + 1}: {hit.group()!r}")
    return hits


def test_nobody_leans_on_whom_they_may_not() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]

    judged = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert judged.returncode == 0, judged.stdout + judged.stderr


def test_no_file_is_longer_than_people_read_in_one_go() -> None:
    lengths = {name(path): len(path.read_text().splitlines()) for path in MODULES}

    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    lengths = {f"{name(p)}:{f.lineno} {f.name}": lines_of_code(p, f) for p in MODULES for f in functions(p)}

    assert {function: lines for function, lines in lengths.items() if lines >= MOST_OF_A_FUNCTION} == {}


def test_every_module_has_a_name_that_says_something_and_a_docstring() -> None:
    nameless = [name(path) for path in MODULES if path.stem in NAMELESS or path.parent.name in NAMELESS]
    silent = [name(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text()))]

    assert nameless == []
    assert silent == []


def test_every_answer_is_kept_where_nothing_tells_the_order_of_arrival() -> None:
    from app.domain import tables

    by_person = [t for t in tables.metadata.sorted_tables if {"pseudonym", "ballot_id"} & set(t.columns.keys())]

    assert len(by_person) >= 6
    assert [t.name for t in by_person if t.dialect_options["sqlite"]["with_rowid"]] == []


def test_templates_hold_nothing_that_a_strict_policy_would_drop() -> None:
    inline = r"\sstyle\s*=|<style\b|<script\b(?![^>]*\bsrc=)|[\s\"']on[a-z]+\s*=\s*[\"']|javascript:"

    assert found(inline, TEMPLATES) == []


def test_nothing_goes_round_the_escaping() -> None:
    assert found(r"\|\s*safe\b|autoescape\s+false|\bMarkup\b", TEMPLATES) == []
    assert found(r"\bMarkup\b", [p for p in MODULES if name(p) != "app/render.py"], re.NOFLAG) == []


def test_no_template_names_a_kind_outside_that_kinds_own_folder() -> None:
    hits: list[str] = []
    for kind in kinds.all_kinds():
        others = [p for p in TEMPLATES if p.parent.name != kind] + OURS
        hits += found(rf"kinds/{kind}/|\bkind\b[^{{}}\n]{{0,60}}[\"']{kind}[\"']", others)

    assert hits == []


def test_only_the_folder_of_a_kind_says_its_name_in_code() -> None:
    named = [k for k, kind in kinds.all_kinds().items() if "_" in k and k not in kind.prompt_types]  # others are words
    spoken = {kind: re.compile(rf"^{kind}$") for kind in named}
    others = [p for p in MODULES if p.parent.parent.name != "kinds" and p.parts[-2] != "play"]

    hits = [
        f"{name(p)}:{at}: {kind}"
        for p in others
        for at, text in strings(p)
        for kind, said in spoken.items()
        if said.match(text)
    ]

    assert hits == []


def test_nothing_is_typed_into_a_part_that_is_redrawn_while_people_watch() -> None:
    watched = [p for p in TEMPLATES if p.name in {"results.html", "turnout.html", "screen.html"}]
    led = [p for p in TEMPLATES if p.name == "facilitator.html" or p.parts[-2:-1] == ("facilitator",)]

    assert len(watched) > 14
    assert found(FIELDS, [p for p in watched if p not in led]) == []
    assert found(TYPED, led) == []


def test_nothing_depends_on_this_series_its_three_sectors_or_its_topic() -> None:
    elsewhere = [p for p in MODULES if p.relative_to(ROOT).parts[1] not in {"content", "play"}]

    hits = [f"{name(p)}:{at}: {text!r}" for p in elsewhere for at, text in strings(p) if THIS_SERIES.search(text)]

    assert hits == []
    assert found(THIS_SERIES.pattern, [*TEMPLATES, *(p for p in OURS if p.suffix == ".js")]) == []
