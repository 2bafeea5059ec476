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

_END = (Field("type", "string", "document 公文，table 表格，chronicle 大事记，topic 专题，work 未收录的文件（引用页上的锚）"), Field("id", "string", "编号"),
        Field("line", "integer?", "原稿行号"))

FILES: tuple[DataFile, ...] = (
    DataFile("issues.json", "各期公报。", (
        Field("id", "string", "期次，例如 2018-01"), Field("year", "integer", "年"), Field("number", "integer", "期号"),
        Field("whole_number", "integer?", "总期号，原稿未载为 null"), Field("title", "string", "期次名称"),
        Field("source_sha256", "string", "原稿的校验值"), Field("url", "string", "网页地址，相对于网站根目录"))),
    DataFile("documents.json", "各件公文。", (
        Field("id", "string", "编号，即网页地址的最后一段"), Field("issue", "string", "所在期次的 id"), Field("section", "string?", "栏目"),
        Field("number", "string?", "发文字号，括号统一为〔〕"), Field("number_printed", "string?", "印出的发文字号"),
        Field("further_numbers", "array", "联合发文时其他机关的发文字号", "string"), Field("title", "string?", "标题，多行合为一行"),
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
        Field("organs", "array", "提到的机构的 id", "string"), Field("people", "array", "提到的人的 id（任免、名单、任务表）", "string"),
        Field("date_effective", "date?", "施行日期，文内所写或按成文日期推定；没有写为 null"), Field("date_expires", "date?", "有效期的最后一天，文内所写或推定；没有写为 null"),
        Field("url", "string", "网页地址"))),
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
    DataFile("personnel_changes.json", "人事任免：每人、每项任免、每个职务一条。", (
        Field("document", "string", "所在公文的 id"), Field("line", "integer", "原稿行号"), Field("person", "string", "姓名，名中空格已去"),
        Field("person_id", "string?", "人物的 id"),
        Field("action", "string", "appoint 任，concurrent 兼任，acting 代理，second 挂职，engage 聘任，confirm 试用期满正式任职，rename 改任，promote 晋升职级，nominate 提名，"
                                  "remove 免去，dismiss 解聘，resign 辞去"),
        Field("organ", "string?", "印在这个职务前的机构；与前一职务共用或未印为 null"),
        Field("organ_full", "string?", "补上承前省略的机构（推定）；无法判断为 null"), Field("organ_id", "string?", "机构的 id；名录里没有为 null"),
        Field("post", "string", "职务"), Field("probation", "string?", "试用期，照印本"), Field("note", "string?", "附注，照印本，例如 保留正科级待遇；几项用；隔开"),
        Field("date", "date?", "公文的成文日期，未印为 null"),
        Field("corrected_by", "string?", "更正了这件公文、又提到此人的更正的网页地址；没有为 null"), Field("url", "string", "网页地址，指到原句所在的段落"))),
    DataFile("chronicle.json", "大事记各条。", (
        Field("id", "string", "编号"), Field("issue", "string", "所在期次的 id"), Field("line", "integer", "原稿行号"),
        Field("date", "date?", "日期；跨几天或未注明为 null"), Field("date_from", "date?", "起始日"), Field("date_to", "date?", "结束日"),
        Field("text", "string", "全文，照印本"), Field("people", "array", "提到的人，按印出的先后，每人一条", (
            Field("name", "string", "姓名"), Field("title", "string?", "印出的职务，几种写法取最长的；没有印为 null"), Field("id", "string", "人物的 id"))),
        Field("organs", "array", "提到的机构的 id", "string"),
        Field("kind", "string?", "种类（推定）：meeting 会议，survey 调研检查，visit 来访洽谈，consolation 走访慰问，ceremony 仪式签约，activity 活动；看不出为 null"),
        Field("url", "string", "网页地址"))),
    DataFile("organs.json", "机构名录，以及各机构在公报中被提到之处。", (
        Field("id", "string", "编号，即网页地址的最后一段"), Field("name", "string", "全称"), Field("short", "string?", "简称"),
        Field("variants", "array", "其他写法", "string"), Field("kind", "string?", "种类，例如 department 部门、district 区镇；名录未写为 null"),
        Field("part_of", "string?", "上级机构的 id"), Field("mentions", "array", "被提到之处，按印出的先后", (
            Field("type", "string", "document 公文，table_row 表格的一行，chronicle 大事记，personnel 任免"),
            Field("id", "string", "公文或大事记的 id；表格的一行是 表格的 id#行"), Field("line", "integer", "原稿行号"),
            Field("role", "string", "发文、拟定、主送、职责、名单、任、免、提及，或印出的列名（责任单位等）"), Field("form", "string", "印出的写法"),
            Field("words", "string", "印出的句子或表格的一行"))),
        Field("url", "string?", "网页地址；没有提到过为 null"))),
    DataFile("citations.json", "公文和大事记中引用的文号和《题名》，每处一条。", (
        Field("document", "string?", "引用它的公文的 id；大事记引用的为 null"), Field("entry", "string?", "引用它的大事记条目的 id；公文引用的为 null"),
        Field("line", "integer", "原稿行号"), Field("as_printed", "string", "印出的文字，题名和紧随其后的文号算一处"),
        Field("title", "string?", "题名，去掉书名号；只引文号的为 null"), Field("number", "string?", "文号，括号统一为〔〕；未印为 null"),
        Field("kind", "string", "law 法律法规，document 公文和规划等，other 证照、表格、合同、作品等"), Field("inside", "boolean", "是否套在另一个题名之中"),
        Field("issuer", "string?", "印在题名前的制发机关；未印为 null"), Field("sentence", "string", "所在的句子，照印本"),
        Field("resolved", "string?", "所引公文的 id（可以就是本件，见 own）；未收录或无法判断为 null"), Field("own", "boolean", "所引的是否本件自己印发的文本或附件"),
        Field("candidates", "array", "可能是、但无法判断是哪一件的公文的 id", "string"),
        Field("relation", "string?", "句中所说的关系，没有说为 null：based_on 依据，implements 贯彻，amends 修改，repeals 废止，"
                                     "distributes 印发，forwards 转发，approves_and_forwards 批转"),
        Field("evidence", "string?", "句中说明这一关系的文字"), Field("certainty", "string?", "certain 确定，likely 很可能；没有关系的为 null"),
        Field("url", "string", "网页地址，指到所在的段落"))),
    DataFile("deadlines.json", "期限、目标、施行和期满的日期，每处一条。", (
        Field("document", "string", "所在公文的 id"), Field("line", "integer", "原稿行号"), Field("text", "string", "所在的句子或表格的一行，照印本"),
        Field("words", "string", "印出的日期文字"), Field("date", "date?", "最后的一天；每月重复的、年份无法判断的为 null"),
        Field("precision", "string", "印到哪一级：day 日，ten_days 旬，month 月，year 年"), Field("derived", "string?", "年份或日期是怎样推定的；照印本的为 null"),
        Field("monthly", "integer?", "每月几日；不是每月重复的为 null"), Field("by", "string?", "谁来做，照印本；看不出为 null"),
        Field("by_source", "string?", "“谁来做”取自何处；就在日期之前的为 null"), Field("organs", "array", "其中名录认得的机构的 id", "string"),
        Field("kind", "string", "deadline 期限，target 目标，effective 施行，expires 期满"),
        Field("whole", "boolean", "施行、期满：说的是否整件公文；期限、目标为 false"), Field("url", "string", "网页地址，指到所在的段落"))),
    DataFile("editor_notes.json", "编者的更正：印出的和更正的，各条附理由。原稿一字不改。", (
        Field("issue", "string", "所在期次的 id"), Field("document", "string?", "更正所在的公文的 id；不在公文里的为 null"),
        Field("kind", "string", "set 补充或更正标题、日期等，join 合段，split 分段，merge_cells 并格，split_cell 分格，erratum 勘误，person 认定同名的是哪一位，place 移动"),
        Field("field", "string?", "date 成文日期，title 标题，issuer 发文机关，number 发文字号，addressees 主送机关；其余为 null"),
        Field("first_line", "integer", "原稿行号"), Field("last_line", "integer", "原稿行号"), Field("printed", "string?", "印出的；没有印为 null"),
        Field("corrected", "string?", "更正的；只改分段分格的为 null"), Field("reason", "string", "理由"), Field("date", "date", "更正的日期"),
        Field("url", "string", "网页地址"))),
    DataFile("links.json", "记录之间的联系，每条附印本中作为依据的原句。提到的人、机构和职务在 people.json、organs.json、posts.json。", (
        Field("from", "object", "出处", _END), Field("to", "object", "所指", _END),
        Field("kind", "string", "cites 引用，based_on 依据，implements 贯彻，amends 修改，repeals 废止，corrects 更正，distributes 印发，forwards 转发，"
              "approves_and_forwards 批转，decided_at 由会议决定，discussed_at 会议讨论过，opened_at 所设机构的挂牌，moves 同一人的另一件任免，"
              "group 所任免的人在其中的名单，topic 属于专题"),
        Field("evidence", "string", "作为依据的原句；两头各有一句的用换行隔开"), Field("certainty", "string", "certain 印本明载，likely 推定"))),
    DataFile("people.json", "人物，以及各人在公报中被提到之处。同一姓名是否一人：印本能说明的、编辑决定的，才分开或认作一人。", (
        Field("id", "string", "编号，即网页地址的最后一段"), Field("name", "string", "姓名"), Field("note", "string?", "同名不同人的，用来区别；其余为 null"),
        Field("sure", "boolean", "false 表示各处可能不是同一人"), Field("mentions", "array", "被提到之处，按印出的先后", (
            Field("type", "string", "chronicle 大事记，award 表彰，roster 领导小组等名单，task 牵头的任务，appointment 任免，document 公文中提到"),
            Field("id", "string", "公文或大事记的 id；表格的一行是 表格的 id#行"), Field("line", "integer", "原稿行号"),
            Field("title", "string?", "印出的职务或单位；没有印为 null"),
            Field("context", "string?", "任、免等；名单里的组内职务；表彰名单的小标题；任务表的列名；大事记为 null"))),
        Field("posts", "array", "任免公文里的职务，按印出的先后", (
            Field("organ", "string?", "机构，补上承前省略的"), Field("post", "string", "职务"), Field("from", "date?", "任职公文的成文日期；印本未载为 null"),
            Field("to", "date?", "免职公文的成文日期；印本未载为 null"), Field("evidence", "string", "印出的原句，任免两句用换行隔开"))),
        Field("url", "string", "网页地址"))),
    DataFile("posts.json", "职务：哪个机构的什么职务，谁任过，谁接谁。机构没有印明、也无法推定的职务不在其中。", (
        Field("id", "string", "编号，即网页地址的最后一段"), Field("organ_id", "string?", "机构的 id；名录里没有为 null"),
        Field("organ", "string", "机构，照第一次印出的写法，补上承前省略的"), Field("post", "string", "职务"), Field("single", "boolean", "是否通常由一人担任（推定）"),
        Field("holders", "array", "任职的人，按时间先后", (
            Field("person", "string", "姓名"), Field("person_id", "string?", "人物的 id"), Field("from", "date?", "任职公文的成文日期；印本未载为 null"),
            Field("to", "date?", "免职公文的成文日期；印本未载为 null"), Field("evidence", "array", "任免的各句", (
                Field("document", "string", "公文的 id"), Field("line", "integer", "原稿行号"), Field("action", "string", "同 personnel_changes.json"),
                Field("sentence", "string", "印出的原句"))))),
        Field("successions", "array", "谁接谁：只限一人担任的职务，同一件或相近的公文里恰好一人免去、一人任职", (
            Field("before", "string", "前任"), Field("after", "string", "后任"), Field("before_id", "string?", "前任的人物 id"), Field("after_id", "string?", "后任的人物 id"),
            Field("certainty", "string", "certain 一句话里写明，likely 推定"))),
        Field("url", "string", "网页地址"))),
)


def json_schema(file: DataFile) -> Mapping[str, Any]:
    """The JSON Schema of a data file: every field is required, none other is allowed."""
    return {"$schema": BASE, "title": file.name, "description": file.description, "type": "array", "items": _object(file.fields)}


def _object(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {"type": "object", "properties": {f.name: _property(f) for f in fields}, "required": [f.name for f in fields], "additionalProperties": False}


def _property(field: Field) -> dict[str, Any]:
    if field.json_type == "object" and isinstance(field.items, tuple):
        return {"description": field.meaning, **_object(field.items)}
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
