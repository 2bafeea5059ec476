"""Where things stand inside a copy: a BagIt bag (RFC 8493) in one folder."""

import re
from dataclasses import dataclass

PAYLOAD = "data/"                       # the site is the payload
OPENER = "打开公报.html"
README = "读我.txt"
SIGNATURE = "signature.txt"
BAG_FILE, INFO_FILE = "bagit.txt", "bag-info.txt"
ALGORITHMS = ("sha256", "sha512")
MANIFESTS = tuple(f"manifest-{name}.txt" for name in ALGORITHMS)
TAG_MANIFESTS = tuple(f"tagmanifest-{name}.txt" for name in ALGORITHMS)
SIGNED_FILE = TAG_MANIFESTS[0]
UNLISTED = frozenset((*TAG_MANIFESTS, SIGNATURE))   # what no manifest can list: the signature stands over the manifests
BAG_TEXT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
LONGEST_NAME = 180                      # characters; Windows Explorer stops at 260, the reader's own folder included

# Scripts that are data: what stands in them is the text of the bulletin.
DATA_SCRIPTS = ("data/search/",)
IDENTIFIER = "External-Identifier"        # the name of the scope
ISSUES_LABEL = "Gongbao-Issues"         # the issues the copy holds, "2018/01 2018/02"

# Inside the payload, beside the site's own folders.
COPY_FOLDER = "copy"
SOURCES_FOLDER = "sources"
TEXT_FOLDER = "text"

_ISSUE = re.compile(r"(?P<year>[0-9]{4})/(?P<number>[0-9]{2})")


@dataclass(frozen=True)
class Scope:
    """What a copy holds: a year or one issue of it ("2018/01"), and whose page stands first."""

    year: int
    issue: str | None = None
    organ: str | None = None

    @property
    def name(self) -> str:
        """The name of the copy's folder and file: gongbao-2018, gongbao-2018-01, gongbao-2018-caizhengju."""
        parts = ["gongbao", (self.issue or str(self.year)).replace("/", "-"), self.organ]
        return "-".join(part for part in parts if part)

    @property
    def shown(self) -> str:
        match = _ISSUE.fullmatch(self.issue or "")
        return f"{self.year}年第{int(match['number'])}期" if match else f"{self.year}年"


def count_labels() -> dict[str, str]:
    """The labels of bag-info.txt that count records, with the data file counted (below `data/` of the site)."""
    return {"Gongbao-Documents": "documents.json", "Gongbao-Tables": "tables.json", "Gongbao-Entries": "chronicle.json"}


def counted_files() -> dict[str, str]:
    """The data files whose records are counted, by their name in the copy, with the label that counts them (for issues: names them)."""
    return {f"{PAYLOAD}data/{file}": label for label, file in (*count_labels().items(), (ISSUES_LABEL, "issues.json"))}
