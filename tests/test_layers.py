"""The map of the house (design.md §2, §3): a stage imports only earlier stages, and modules stay small."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.bulletins import ROOT

GENERATOR = ROOT / "generator"
MODULES = sorted(path for path in GENERATOR.rglob("*.py"))

# From the bottom to the top; a module imports only from its own level and those below.
LEVELS = (
    ("generator.notation", "generator.diagnostics", "generator.processes", "generator.apart",
     "generator.os_errors"),
    ("generator.blocks",),
    ("generator.grid", "generator.appointments", "generator.edits"),
    ("generator.records", "generator.store", "generator.parts"),
    ("generator.authority",),
    ("generator.addresses", "generator.bulletin", "generator.links", "generator.people", "generator.posts", "generator.entries",
     "generator.mentions", "generator.citations", "generator.corrections", "generator.deadlines"),
    ("generator.reading",),
    ("generator.parsing",),
    ("generator.linking",),
    ("generator.project",),
    ("generator.pages",),
    ("generator.search",),
    ("generator.rendering",),
    ("generator.publishing",),
    ("generator.reporting",),
    ("generator.commands",),
    ("generator.cli",),
    ("generator.__main__",),
)
RENDERERS = {"mkdocs", "zensical", "material", "jinja2", "markdown"}
# Nouns know nothing of each other beyond what their fields are made of.
NOUN_IMPORTS = {
    "generator.notation": {"generator.notation"}, "generator.diagnostics": set[str](), "generator.appointments": set[str](), "generator.edits": set[str](),
    "generator.apart": set[str](), "generator.blocks": {"generator.notation", "generator.apart"}, "generator.grid": {"generator.notation", "generator.blocks"},
    "generator.records": {"generator.notation", "generator.apart", "generator.blocks", "generator.grid", "generator.appointments", "generator.edits"}}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def level(module: str) -> int | None:
    """The level of a module; None for `generator` itself."""
    found = [index for index, names in enumerate(LEVELS) for name in names if module == name or module.startswith(name + ".")]
    return found[0] if found else None


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of every module that is imported, also inside functions and behind TYPE_CHECKING."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            yield node.lineno, node.module or ""
            if node.module == "generator" or (GENERATOR.parent / Path(*(node.module or "").split("."))).is_dir():
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_stands_on_a_level(path: Path) -> None:
    assert name_of(path) == "generator" or level(name_of(path)) is not None, "a new module or folder needs a place among LEVELS"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_from_its_own_level_and_below(path: Path) -> None:
    own = level(name_of(path))
    wrong = [f"line {line}: {name}" for line, name in imports(path)
             if name.startswith("generator.") and own is not None and (level(name) or 0) > own]
    assert wrong == []


@pytest.mark.parametrize("path", [path for path in MODULES if name_of(path).startswith(tuple(NOUN_IMPORTS))], ids=name_of)
def test_nouns_import_nothing_but_nouns(path: Path) -> None:
    noun = next(noun for noun in NOUN_IMPORTS if name_of(path).startswith(noun))
    wrong = [name for _, name in imports(path) if name.startswith("generator") and not name.startswith(tuple(NOUN_IMPORTS[noun]) or ("-",))]
    assert wrong == []


def test_modules_of_one_level_do_not_import_each_other_in_a_circle() -> None:
    graph = {name_of(path): {name for _, name in imports(path) if name.startswith("generator.")} for path in MODULES}

    def reach(module: str, seen: frozenset[str]) -> None:
        assert module not in seen, f"{module} imports itself by way of {sorted(seen)}"
        for other in graph.get(module, ()):
            if other in done or other == module:
                continue
            reach(other, seen | {module})
        done.add(module)

    done: set[str] = set()
    for module in graph:
        reach(module, frozenset())


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_below_publishing_knows_the_renderer(path: Path) -> None:
    found = {name.split(".")[0] for _, name in imports(path)} & RENDERERS
    own = name_of(path)
    allowed = {"mkdocs", "markdown", "jinja2"} if own.startswith("generator.rendering") else set()
    assert found <= allowed | ({"jinja2", "markdown"} if own.startswith(("generator.pages", "generator.publishing", "generator.reporting")) else set())


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_stay_under_four_hundred_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 400


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert not {"utils", "helpers", "base", "manager"} & set(name_of(path).split("."))


def test_the_levels_name_only_what_exists() -> None:
    for names in LEVELS:
        for name in names:
            place = ROOT / Path(*name.split("."))
            assert place.is_dir() or place.with_suffix(".py").is_file(), name


# Called by libraries under these names; and the inverse of reading a sentence of appointment, by which tests prove that it loses no word.
CALLED_FROM_OUTSIDE = {"reducer_override", "load_bytecode", "dump_bytecode", "do_GET", "log_message", "render_sentence"}


def test_nothing_is_defined_that_the_program_does_not_use() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in GENERATOR.rglob("*") if path.suffix in (".py", ".j2")}
    used = Counter(re.findall(r"\w+", "\n".join(texts.values())))
    defined = [(path.name, node.name) for path in MODULES for node in ast.walk(ast.parse(texts[path]))
               if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("__")]
    assert len(defined) > 1000
    assert [(where, name) for where, name in defined if used[name] < 2 and name not in CALLED_FROM_OUTSIDE] == []
