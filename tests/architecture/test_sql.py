"""No statement of SQL is ever put together from input: read from the syntax of everything that could run one.

What people type reaches the database as bound values alone. So the text of a statement is fixed when its module is
loaded: a literal, a constant of a module, or a choice between such. SQLAlchemy's own expressions (``select``,
``insert``) carry their values apart and are welcome everywhere.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
TEXTUAL: Final = frozenset({"text", "literal_column", "exec_driver_sql", "DDL", "TextClause"})
"""What takes SQL as text: the text must be fixed."""
RUNNING: Final = frozenset(
    {"execute", "executemany", "executescript", "scalar", "scalars", "stream", "exec", "copy", "mogrify"}
)
"""What runs a statement: an expression of SQLAlchemy, or a text that is fixed."""
EXPRESSIONS: Final = frozenset({"select", "insert", "update", "delete"})
"""How a statement begins that SQLAlchemy writes."""
BUILDING: Final = frozenset({"format", "format_map", "join", "replace", "strip", "lower", "upper", "removeprefix"})
"""Methods that make a text out of others."""

GIVEN: Final = ast.Constant(value=None)
"""Stands for what a caller gives."""

EXCEPTIONS: Final[Mapping[tuple[str, str], str]] = {
    ("storage/opened_file.py", "open_file"): "pragmas, which storage/engines.py lists for each use of an engine",
    ("storage/migrations/versions/0001_tables.py", "where"): "conditions of indexes, literals of the same migration",
}
"""Functions that may run a text that is not fixed, and why nobody's input can be in it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A place that runs a text which is put together while the product runs."""

    file: str
    function: str
    line: int

    def __str__(self) -> str:
        """Name the place as an editor finds it."""
        return f"{self.file}:{self.line} in {self.function or 'the module'}"


class Statements(ast.NodeVisitor):
    """Finds the statements of a module whose text is not fixed."""

    def __init__(self, file: str, tree: ast.Module) -> None:
        self.file, self.faults = file, list[Fault]()
        self._constants = set(_names_of(tree.body))
        self._scopes: list[ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda] = []
        self.visit(tree)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Enter a function: the names that it gives stand for what is built in it."""
        self._within(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """Enter a coroutine."""
        self._within(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """Enter a lambda."""
        self._within(node)

    def visit_Call(self, node: ast.Call) -> None:
        """Look at a call that takes or runs SQL."""
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        taken = node.args[0] if node.args else next((word.value for word in node.keywords), None)
        takes_text = called in TEXTUAL or ast.unparse(node.func) == "op.execute"
        looked_at = takes_text or (called in RUNNING and taken is not None and self._is_text(taken))
        if looked_at and taken is not None and not (self._fixed(taken) or _is_expression(taken)):
            self.faults.append(Fault(self.file, self._function, node.lineno))
        self.generic_visit(node)

    @property
    def _function(self) -> str:
        return next((scope.name for scope in reversed(self._scopes) if not isinstance(scope, ast.Lambda)), "")

    def _within(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        self._scopes.append(node)
        self.generic_visit(node)
        self._scopes.pop()

    def _fixed(self, node: ast.expr) -> bool:
        """Tell whether a text is the same whenever it is run."""
        match node:
            case ast.Constant(value=str()):
                return True
            case ast.Name(id=name):
                made = list(self._made(name))
                return all(self._fixed(value) for value in made) if made else name in self._constants
            case ast.Subscript(value=value):
                return self._fixed(value)
            case ast.IfExp(body=body, orelse=other):
                return self._fixed(body) and self._fixed(other)
            case ast.Tuple(elts=each) | ast.List(elts=each) | ast.Set(elts=each):
                return all(self._fixed(one) for one in each)
            case ast.JoinedStr(values=values):
                return all(self._fixed(part.value) for part in values if isinstance(part, ast.FormattedValue))
            case _:
                return False

    def _is_text(self, node: ast.expr) -> bool:
        """Tell whether an expression is, or may be, a text."""
        match node:
            case ast.Constant(value=str()) | ast.JoinedStr():
                return True
            case ast.BinOp(op=ast.Add() | ast.Mod()):
                return True
            case ast.IfExp(body=body, orelse=other):
                return self._is_text(body) or self._is_text(other)
            case ast.Call(func=ast.Attribute(attr=method, value=value)):
                return method in BUILDING and (method in {"format", "join"} or self._is_text(value))
            case ast.Call(func=ast.Name(id="str")):
                return True
            case ast.Name(id=name):
                return self._is_parameter_of_text(name) or any(self._is_text(value) for value in self._made(name))
            case _:
                return False

    def _made(self, name: str) -> Iterator[ast.expr]:
        """Give what a name stands for in the functions around: what is assigned to it, a parameter as itself."""
        for scope in self._scopes:
            for inner in ast.walk(scope):
                if isinstance(inner, ast.Assign) and name in _targets(inner.targets):
                    yield inner.value
                elif isinstance(inner, ast.AnnAssign | ast.AugAssign | ast.NamedExpr):
                    yield from (value for value in [inner.value] if value and name in _targets([inner.target]))
                elif isinstance(inner, ast.For | ast.comprehension) and name in _targets([inner.target]):
                    yield inner.iter
            if name in {parameter.arg for parameter in ast.walk(scope.args) if isinstance(parameter, ast.arg)}:
                yield GIVEN

    def _is_parameter_of_text(self, name: str) -> bool:
        return any(
            parameter.arg == name and isinstance(parameter.annotation, ast.Name) and parameter.annotation.id == "str"
            for scope in self._scopes
            for parameter in ast.walk(scope.args)
            if isinstance(parameter, ast.arg)
        )


def _is_expression(node: ast.expr) -> bool:
    """Tell whether a statement is one of SQLAlchemy's own, which keeps its values apart from its text."""
    match node:
        case ast.Call(func=ast.Name(id=made)) | ast.Call(func=ast.Attribute(value=ast.Name(), attr=made)):
            return made in EXPRESSIONS
        case ast.Call(func=ast.Attribute(value=value)):
            return _is_expression(value)
        case _:
            return False


def _targets(targets: list[ast.expr]) -> set[str]:
    return {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}


def _names_of(body: list[ast.stmt]) -> Iterator[str]:
    """Give the names that a module has from its own lines or from imports: fixed once it is loaded."""
    for statement in body:
        match statement:
            case ast.Assign(targets=targets):
                yield from _targets(targets)
            case ast.AnnAssign(target=target):
                yield from _targets([target])
            case ast.ImportFrom(names=names):
                yield from (name.asname or name.name for name in names if name.name.isupper())
            case _:
                continue


def faults_of(file: str, source: str) -> list[Fault]:
    return Statements(file, ast.parse(source)).faults


def every_fault() -> Iterator[Fault]:
    for folder in ("storage", "adapters", "bot"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield from faults_of(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))


def test_no_statement_is_put_together_from_input() -> None:
    """Every text of SQL is fixed, but for the places that say why theirs is not."""
    found = [str(fault) for fault in every_fault() if (fault.file, fault.function) not in EXCEPTIONS]
    assert found == []


def test_every_exception_is_still_needed() -> None:
    """A place that was mended is taken off the list."""
    assert {(fault.file, fault.function) for fault in every_fault()} >= set(EXCEPTIONS)


@pytest.mark.parametrize(
    "line",
    [
        "connection.execute(text(f\"SELECT * FROM motion WHERE title = '{title}'\"))",
        "connection.execute(text(\"SELECT * FROM motion WHERE title = '%s'\" % title))",
        'connection.execute(text("SELECT * FROM motion WHERE title = \'" + title + "\'"))',
        'connection.execute(text("SELECT * FROM motion WHERE title = {}".format(title)))',
        'connection.execute(text(" ".join(("SELECT", title))))',
        "connection.execute(text(title))",
        'connection.exec_driver_sql(f"DELETE FROM {title}")',
        'connection.execute(f"PRAGMA {title}")',
        'raw.executescript("DROP TABLE " + title)',
        'statement = f"DELETE FROM {title}"; raw.execute(statement)',
        "raw.execute(title)",
        "op.execute(anything)",
        "raw.execute(str(title))",
        "select(literal_column(title))",
        'session.scalars(f"SELECT {title}")',
        'connection.execute(text(FIXED if title else f"SELECT {title}"))',
        "for one in title: raw.execute(text(one))",
        'for one in ("PRAGMA a", title): raw.exec_driver_sql(one)',
    ],
)
def test_statement_made_of_input_is_found(line: str) -> None:
    """The ways in which SQL has been put together from input elsewhere."""
    parts = "\n    ".join(line.split("; ")) if line.startswith("statement") else line
    assert faults_of("x.py", f"FIXED = 'SELECT 1'\ndef run(raw, connection, session, title: str):\n    {parts}\n")


@pytest.mark.parametrize(
    "line",
    [
        'connection.execute(text("SELECT 1"))',
        "connection.execute(text(FIXED))",
        'connection.execute(text(TABLES["motion"]))',
        'connection.execute(text(f"{FIXED} LIMIT 1"))',
        "connection.execute(select(motion).where(motion.c.title == title))",
        'for one in ("PRAGMA a", FIXED): raw.execute(one)',
        "for one in TABLES if title else FIXED: op.execute(one)",
        "op.execute(sa.update(motion).where(motion.c.title == title).values(text=title))",
        'connection.execute(STATEMENT, {"title": title})',
        'connection.exec_driver_sql("BEGIN" if title else "COMMIT")',
        "statement = select(motion).where(motion.c.title == title); connection.execute(statement)",
        'connection.execute(text("SELECT :title"), {"title": title})',
    ],
)
def test_statement_with_bound_values_passes(line: str) -> None:
    """Fixed texts, expressions, and values beside them."""
    parts = "\n    ".join(line.split("; "))
    head = "FIXED = 'SELECT 1'\nTABLES = {}\nSTATEMENT = None\n"
    assert faults_of("x.py", f"{head}def run(raw, connection, title: str):\n    {parts}\n") == []
