"""What the site promises to programs (design.md §6): the fields of each data file, their types and meaning.

JSON Schemas and the page data.html are both made from this one description.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

BASE = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True)
class Field:
    """A field: `kind` is a JSON type, its null allowed where the name ends in "?"; list items in `items`."""

    name: str
    kind: str
    meaning: str
    items: tuple["Field", ...] | str | None = None

    @property
    def nullable(self) -> bool:
        return self.kind.endswith("?")

    @property
    def json_type(self) -> str:
        return self.kind.rstrip("?")

    @property
    def shown(self) -> str:
        names = {"string": "文字", "integer": "整数", "array": "列表", "object": "对象", "boolean": "是否", "date": "日期（2018-01-13）"}
        return names[self.json_type] + ("，可为 null" if self.nullable else "")


@dataclass(frozen=True)
class DataFile:
    """A file of `data/`: a list of objects with these fields."""

    name: str
    description: str
    fields: tuple[Field, ...]


_PLACE = (Field("first_line", "integer", "在原稿中的首行（从 1 起）"), Field("last_line", "integer", "在原稿中的末行"))

FILES: tuple[DataFile, ...] = (
    DataFile("issues.json", "各期公报。", (
        Field("id", "string", "期次，例如 2018-01"), Field("year", "integer", "年"), Field("number", "integer", "期号"),
        Field("whole_number", "integer?", "总期号，原稿未载为 null"), Field("title", "string", "期次名称"),
        Field("source_sha256", "string", "原稿的校验值"), Field("url", "string", "网页地址，相对于网站根目录"))),
    DataFile("documents.json", "各件公文。", (
        Field("id", "string", "编号，即网页地址的最后一段"), Field("issue", "string", "所在期次的 id"), Field("section", "string?", "栏目"),
        Field("number", "string?", "发文字号，括号统一为〔〕"), Field("number_printed", "string?", "印出的发文字号"), Field("title", "string?", "标题，多行合为一行"),
        Field("issuer", "string?", "发文机关"), Field("issuer_source", "string?", "发文机关取自何处：署名、文号系列或标题"),
        Field("signatures", "array", "署名", "string"), Field("date", "date?", "成文日期"), Field("addressees", "array", "主送机关，按逗号分组", "string"),
        Field("enclosures", "array", "所印发、转发的文本", (
            Field("title", "string?", "印出的标题，未印为 null"), Field("title_announced", "string?", "公文里对它的称呼"), *_PLACE)),
        Field("annexes", "array", "印出的附件", (
            Field("no", "integer?", "序号"), Field("title", "string?", "印出的标题"), Field("title_announced", "string?", "附件说明中的名称"),
            Field("label", "string?", "印出的标签，例如 附件1："), Field("of", "integer?", "属于第几个所印发文本，属于公文本身为 null"), *_PLACE)),
        Field("annexes_announced", "array", "附件说明列出的附件", (
            Field("no", "integer?", "序号"), Field("title", "string", "名称"), Field("of", "integer?", "由第几个所印发文本列出，公文本身为 null"),
            Field("line", "integer", "原稿行号"))),
        Field("forwarded_from", "string?", "所转发文本的拟定机关"), *_PLACE, Field("headings", "array", "一级小标题，照印本", "string"),
        Field("organs", "array?", "相关机构的 id；尚未整理为 null", "string"), Field("people", "array?", "相关人物的 id；尚未整理为 null", "string"),
        Field("date_effective", "date?", "施行日期；尚未整理为 null"), Field("date_expires", "date?", "失效日期；尚未整理为 null"), Field("url", "string", "网页地址"))),
    DataFile("tables.json", "各张表格。", (
        Field("id", "string", "编号"), Field("document", "string", "所在公文的 id"), Field("caption", "string?", "表名"),
        Field("kind", "string", "data 数据表，form 空白表样，roster 名单"), Field("header", "array", "末级列名，各级之间用 / 隔开；没有表头为空", "string"),
        Field("header_rows", "integer", "印出的表头有几行"),
        Field("rows", "array", "各行；合并的格已还原，名单用顿号连接，分段用换行，无法判断的格为空", "array"), *_PLACE,
        Field("totals", "array", "合计的核对", (Field("column", "string", "列名"), Field("sum", "string", "各行相加"), Field("printed", "string", "印本合计"),
                                          Field("equal", "boolean", "是否相符"))),
        Field("url", "string", "网页地址"), Field("csv", "string", "CSV 文件"), Field("xlsx", "string", "XLSX 文件"))),
    DataFile("rosters.json", "写成连续各行的名单（领导小组成员、表彰名单等）。排成表格的名单在 tables.json。", (
        Field("document", "string", "所在公文的 id"), Field("line", "integer", "原稿行号"), Field("heading", "string?", "名单所在的小标题"),
        Field("role", "string?", "组内职务，例如 组长；表彰名单为 null"), Field("name", "string", "姓名，去掉排版空格"),
        Field("words", "string", "姓名后的职务或单位，照印本"), Field("url", "string", "网页地址"))),
    DataFile("chronicle.json", "大事记各条。", (
        Field("id", "string", "编号"), Field("issue", "string", "所在期次的 id"), Field("line", "integer", "原稿行号"),
        Field("date", "date?", "日期；跨几天或未注明为 null"), Field("date_from", "date?", "起始日"), Field("date_to", "date?", "结束日"),
        Field("text", "string", "全文，照印本"), Field("url", "string", "网页地址"))),
)


def json_schema(file: DataFile) -> Mapping[str, Any]:
    """The JSON Schema of a data file: every field is required, none other is allowed."""
    return {"$schema": BASE, "title": file.name, "description": file.description, "type": "array", "items": _object(file.fields)}


def _object(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {"type": "object", "properties": {f.name: _property(f) for f in fields}, "required": [f.name for f in fields], "additionalProperties": False}


def _property(field: Field) -> dict[str, Any]:
    kind = "string" if field.json_type == "date" else field.json_type
    found: dict[str, Any] = {"description": field.meaning, "type": [kind, "null"] if field.nullable else kind}
    if field.json_type == "date":
        found["pattern"] = r"^\d{4}-\d{2}-\d{2}$"
    if isinstance(field.items, tuple):
        found["items"] = _object(field.items)
    elif field.items == "array":
        found["items"] = {"type": "array", "items": {"type": "string"}}
    elif field.items:
        found["items"] = {"type": field.items}
    return found
