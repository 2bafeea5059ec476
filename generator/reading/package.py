"""Opens a Word file (.docx: a ZIP of XML parts, ECMA-376 part 2) without trusting it: no entities, no network, bounded sizes."""

import io
import posixpath
import zipfile
import zlib
from functools import cached_property

from lxml import etree

from generator.diagnostics import Code, Diagnostic, InputFault

# A year of bulletins is under 10 MB of XML; a part beyond this is an attack or a mistake.
_LARGEST_PART = 60_000_000
_MOST_PARTS = 20_000
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ADVICE = "请用 Word 或 WPS 打开它，另存为新的 .docx 再收；打不开就请对方重新发来。"


class Package:
    """The parts of a .docx. Every fault of the file is an `InputFault` that names `path`."""

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise self._damaged("压缩包不完整") from error
        if len(infos) > _MOST_PARTS:
            raise self._unsafe(f"里面有 {len(infos)} 个文件")
        if any(info.flag_bits & 1 for info in infos):
            raise protected(path)
        self._infos = {info.filename.lower(): info for info in infos}

    @cached_property
    def main(self) -> str:
        """The name of the part that holds the text. Raises where the file is no Word document."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument":
                return target
        if "word/document.xml" in self._infos:
            return "word/document.xml"
        raise InputFault(Diagnostic(Code.NOT_TEXT, self.path, None, "这个文件不是 Word 文档（可能是 Excel、PPT 或普通压缩包）。", done="没有处理。",
                                    advice="请检查是否选错了文件；压缩包请先解压，再收里面的 Word 文件。"))

    def xml(self, name: str) -> etree._Element | None:
        """The root element of a part; None where there is no such part."""
        data = self._read(name)
        if data is None:
            return None
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged(f"{name} 读不通") from error
        if root.getroottree().docinfo.doctype:
            raise self._unsafe(f"{name} 里有文档类型声明（DOCTYPE），Word 从不这样写")
        return root

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """The relations of a part ("" for the package): id → (kind, name of the part). Links to the outside are left out."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = {}
        for item in root.iter(_RELATIONS) if root is not None else ():
            if item.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, item.get("Target") or "")).lstrip("/")
                found[item.get("Id") or ""] = ((item.get("Type") or "").rsplit("/", 1)[-1], target)
        return found

    def related(self, kind: str) -> etree._Element | None:
        """The part of the main text's that has this kind (styles, numbering, …)."""
        target = next((target for k, target in self.relations(self.main).values() if k == kind), None)
        return self.xml(target) if target is not None else None

    def _read(self, name: str) -> bytes | None:
        info = self._infos.get(name.lower())
        if info is None:
            return None
        try:
            with self._zip.open(info) as stream:
                data = stream.read(_LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
            raise self._damaged(f"{name} 解不开") from error
        if len(data) > _LARGEST_PART:
            raise self._unsafe(f"{name} 展开后超过 {_LARGEST_PART // 1_000_000} MB")
        return data

    def _damaged(self, what: str) -> InputFault:
        return InputFault(Diagnostic(Code.DAMAGED, self.path, None, f"Word 文件已损坏（{what}）。", done="没有处理。", advice=_ADVICE))

    def _unsafe(self, what: str) -> InputFault:
        return InputFault(Diagnostic(Code.DAMAGED, self.path, None, f"Word 文件不正常（{what}），可能不安全。", done="没有处理，也没有展开。", advice=_ADVICE))


def protected(path: str) -> InputFault:
    """The fault of a file that opens only with a password."""
    return InputFault(Diagnostic(Code.PROTECTED, path, None, "文件设了打开密码，读不了。", done="没有处理。",
                                 advice="请在 Word 或 WPS 中输入密码打开，取消密码后另存为 .docx 再收。"))
