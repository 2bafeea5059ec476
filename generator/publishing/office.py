"""Has LibreOffice make a .docx of a file the program cannot read itself (.doc, .wps, .rtf, .odt)."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from generator.diagnostics import Code, Diagnostic, InputFault

_LONGEST = 180          # seconds; an issue of 300 pages takes about ten
_USUAL_PLACES = ("C:/Program Files/LibreOffice/program/soffice.exe", "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
                 "/Applications/LibreOffice.app/Contents/MacOS/soffice")


def find_office() -> str | None:
    """The program `soffice` on the path or where it is usually installed; None where it is not."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def convert_to_docx(data: bytes, ending: str, shown: str) -> bytes:
    """The .docx LibreOffice makes of `data`, a file of the kind `ending`. Raises `InputFault` where it cannot.

    It runs with a profile of its own, so that no window of the editor's is disturbed, and without macros or updates of links.
    """
    office = find_office()
    if office is None:
        raise InputFault(Diagnostic(Code.NEEDS_OFFICE, shown, None, "这种文件（.doc、.wps、.rtf、.odt）要先由 LibreOffice 转换，这台电脑上没有装 LibreOffice。",
                                    done="没有收稿。", advice="请在 Word 或 WPS 中打开它，另存为 .docx 再收；或装上 LibreOffice 后再试。"))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        source, made = folder / f"source.{ending}", folder / "out" / "source.docx"
        source.write_bytes(data)
        command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
                   "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made.parent), str(source)]
        _run(command, folder, shown)
        if not made.is_file():
            raise _failed(shown, "LibreOffice 读不了这个文件")
        return made.read_bytes()


def _run(command: list[str], folder: Path, shown: str) -> None:
    """Runs LibreOffice in a process group of its own; past the time limit it is ended with all it has started."""
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          env=os.environ | {"HOME": str(folder)}, start_new_session=os.name != "nt") as process:
        try:
            process.wait(_LONGEST)
        except subprocess.TimeoutExpired as error:
            _end(process)
            raise _failed(shown, f"LibreOffice 转换超过了 {_LONGEST} 秒") from error
        except BaseException:
            _end(process)
            raise


def _end(process: "subprocess.Popen[bytes]") -> None:
    if os.name == "nt":
        process.kill()
    else:
        os.killpg(process.pid, 9)


def _failed(shown: str, what: str) -> InputFault:
    return InputFault(Diagnostic(Code.CONVERSION, shown, None, f"{what}，没有转换成功。", done="没有收稿。",
                                 advice="请在 Word 或 WPS 中打开它，另存为 .docx 再收。"))
