"""The copy that a new one is compared with."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.publishing.archive.bag import PROGRAM
from generator.publishing.archive.catalogue import Digests
from generator.publishing.archive.changes import Changes, compare
from generator.publishing.archive.container import open_copy
from generator.publishing.archive.faults import CopyFault
from generator.publishing.archive.layout import IDENTIFIER, PAYLOAD, Scope
from generator.publishing.archive.tags import list_digest, read_tags
from generator.publishing.archive.verify import Progress, verify
from generator.publishing.archive.withdrawn import withdrawn_file


class OldCopy:
    """An older copy, ZIP or folder, that was found whole. Raises `CopyFault` when it is made of anything else."""

    def __init__(self, path: Path, progress: Progress = lambda _: None) -> None:
        verdict = verify(path, progress)
        if not verdict.is_whole:
            first = verdict.findings[0]
            raise CopyFault(f"旧拷贝 {path.name} 不完好（{first.kind}：{first.path} {first.detail}），不能拿来比较。没有制作拷贝。请换一份完好的旧拷贝，或不写 --since。")
        self.name, self.info = path.name, verdict.info
        self._copy = open_copy(path)
        read_tags(self._copy)

    @property
    def list_digest(self) -> str:
        """The SHA-256 of its tag manifest: the name of this very copy."""
        return list_digest(self._copy)

    def check_scope(self, scope: Scope) -> None:
        """Raises `CopyFault` where the older copy is not of the same scope."""
        if self.info.get(IDENTIFIER) != scope.name:
            raise CopyFault(f"{self.name} 是 {self.info.get(IDENTIFIER, '别的拷贝')}，要做的是 {scope.name}：年份、期次、机构都相同才能比较。没有制作拷贝。")

    def read(self, path: str) -> bytes | None:
        """A file of its site; None where it has none or only words that it was withdrawn."""
        name = PAYLOAD + path
        entry = self._copy.catalogue.entry(name) if self.digests(path) else None
        if entry is None:
            return None
        content = b"".join(self._copy.reader.chunks(entry))
        return None if content == withdrawn_file(path) else content

    def digests(self, path: str) -> Digests | None:
        """What its manifests list of a file of its site; None where they do not list it."""
        return self._copy.catalogue.digests(PAYLOAD + path)

    def site_files(self) -> Iterator[str]:
        """The paths of all its files in the site."""
        return (name.removeprefix(PAYLOAD) for name in self._copy.catalogue.listed() if name.startswith(PAYLOAD))

    def changes(self, files: Mapping[str, bytes], program: str) -> Changes:
        """What is new in a site with these files, made by `program`."""
        since = f"{self.info.get('Bagging-Date', '日期不详')}，{self.info.get('Gongbao-Issues', '')}"
        return compare(self.read, files.get, (self.info.get(PROGRAM, ""), program), since)

    def close(self) -> None:
        self._copy.close()
