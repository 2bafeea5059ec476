"""Reads many issues ahead on all cores, so that what follows finds its results in the store."""

import shutil
from concurrent.futures import as_completed
from pathlib import Path

from generator.bulletin import Bulletin
from generator.diagnostics import Diagnostic
from generator.linking.doubts import find_linking_doubts
from generator.linking.knowledge import learn
from generator.pages.indexes import shapes_of_tables
from generator.pages.organs import rows_of_tables
from generator.parts import files_of
from generator.processes import cores, workers
from generator.project import Lists, Progress, find_issues, issue_key, issue_name, load_bulletin, load_kept, load_lists
from generator.publishing.data_files import make_ahead
from generator.publishing.table_files import table_parts
from generator.store import Store


def load_with_store(project: Path, progress: Progress, only: tuple[str, ...] = (), clean: bool = False) -> tuple[Bulletin, tuple[Diagnostic, ...]]:
    """The bulletin as `load_bulletin` gives it, with what was read before; with `clean` all is read anew. Raises `InputFault`."""
    folder = project / "build" / "cache"
    if clean:
        shutil.rmtree(folder, ignore_errors=True)
    if not only:
        read_ahead(project, folder, progress)
    return load_bulletin(project, progress, only, Store(folder, holds=False))


def read_ahead(project: Path, folder: Path, progress: Progress) -> None:
    """Fills the store in `folder` with what each issue gives by itself. Changes nothing else, and may be left out."""
    store = Store(folder)
    lists = load_lists(project, store)
    paths = [path for path in find_issues(project) if not store.has("issue", issue_name(path), issue_key(path, lists))]
    if len(paths) < 2 or cores() == 1:
        return
    with workers(len(paths), _Worker.start, project, folder) as pool:
        for count, future in enumerate(as_completed([pool.submit(_Worker.read, path) for path in paths]), 1):
            future.result()
            progress(f"读取 {count}/{len(paths)} 期")


class _Worker:
    """What a worker process has for itself."""

    project: Path
    folder: Path
    lists: Lists

    @classmethod
    def start(cls, project: Path, folder: Path) -> None:
        cls.project, cls.folder, cls.lists = project, folder, load_lists(project, Store(folder))

    @classmethod
    def read(cls, path: Path) -> None:
        store = Store(cls.folder, holds=False)
        key, (issue, _) = load_kept(path, cls.project, cls.lists, store)
        if issue is None:
            return
        known = learn(Bulletin(cls.lists.authority, (issue,), (f"{key}\n{cls.lists.linking}",), store))
        # Citations and names are asked of the whole bulletin later; what one issue alone answers mostly holds.
        assert known.organs and known.people and known.references
        assert known.meetings is not None and known.topic_mentions is not None
        find_linking_doubts(known, is_whole=False)
        shapes_of_tables(known.bulletin)
        rows_of_tables(known.bulletin, issue)
        make_ahead(known)
        for _ in files_of(table_parts(known)):
            pass
