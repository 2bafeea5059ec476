"""Writes dates as a calendar (RFC 5545) that Outlook, WPS and phones open: all-day events, lines ended by CRLF and folded at 75 octets."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.blocks import Source
from generator.deadlines import DateThatMatters
from generator.pages.deadlines import together

_MOST_OCTETS = 75
_MOST_SIGNS = 60        # of a sentence in the event's title; the description has all of it
_EARLIEST = datetime.date(1970, 1, 1)
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True)
class Event:
    """An all-day event. `uid` never changes for the same printed words; `monthly` is the day of every month it comes back."""

    uid: str
    day: datetime.date
    summary: str
    description: str
    category: str
    monthly: int | None = None


def calendar_file(dates: Sequence[DateThatMatters], sources: Mapping[str, Source], name: str, host: str, stamp: datetime.date | None) -> bytes:
    """The .ics file; the same dates give the same bytes.

    `sources` are those of the documents by id, `stamp` is the day the file speaks for, `host` what makes the UIDs the bulletin's own.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//gongbao//{escape(name)}//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{escape(name)}"]
    for event in events(dates, sources, host):
        lines += _event(event, stamp or _EARLIEST)
    return "".join(fold_line(line) + "\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def events(dates: Sequence[DateThatMatters], sources: Mapping[str, Source], host: str) -> Iterator[Event]:
    """An event for each date; cells stand together as on the page. What has no day of its own is left out, unless it recurs monthly."""
    for item in together(dates):
        day = item.date or _first_recurrence(item)
        if day is not None:
            yield Event(f"{_name(item, day)}@{host}", day, _summary(item.kind.shown, item.by, item.text), _description(item, sources[item.place.id]),
                        item.kind.shown, item.recurs)


def _name(item: DateThatMatters, day: datetime.date) -> str:
    if item.column:
        return f"{item.place.id}-{item.column}-{day.isoformat()}".replace(" ", "")
    return f"{item.place.id}-l{item.place.line}-{item.start}-{item.kind.value}"


def _first_recurrence(item: DateThatMatters) -> datetime.date | None:
    """The first such day from the document's date on. Only days that every month has are written; nothing printed says when it ends."""
    if item.recurs is None or item.recurs > 28 or item.since is None:
        return None
    day = item.since.replace(day=item.recurs)
    return day if day >= item.since else (item.since.replace(day=1) + datetime.timedelta(days=32)).replace(day=item.recurs)


def _summary(kind: str, by: str | None, text: str) -> str:
    words = " ".join(text.split())
    return f"【{kind}】" + (f"{by}：" if by else "") + (words if len(words) <= _MOST_SIGNS else words[:_MOST_SIGNS] + "……")


def _description(item: DateThatMatters, source: Source) -> str:
    where = f"，{source.place(item.place.line)}" if item.place.line is not None else ""
    parts = [item.text, f"《{item.title}》{where}", item.place.url, f"推定：{item.derived}" if item.derived else ""]
    return "\n".join(part for part in parts if part)


def _event(event: Event, stamp: datetime.date) -> list[str]:
    day = f"{event.day.year:04d}{event.day:%m%d}"
    end = event.day + datetime.timedelta(days=1) if event.day < datetime.date.max else event.day
    lines = ["BEGIN:VEVENT", f"UID:{escape(event.uid)}", f"DTSTAMP:{stamp.year:04d}{stamp:%m%d}T000000Z", f"DTSTART;VALUE=DATE:{day}",
             f"DTEND;VALUE=DATE:{end.year:04d}{end:%m%d}", f"SUMMARY:{escape(event.summary)}", f"DESCRIPTION:{escape(event.description)}",
             f"CATEGORIES:{escape(event.category)}", "TRANSP:TRANSPARENT"]
    if event.monthly:
        lines.append(f"RRULE:FREQ=MONTHLY;BYMONTHDAY={event.monthly}")
    return [*lines, "END:VEVENT"]


def escape(text: str) -> str:
    """TEXT of RFC 5545, 3.3.11: backslash, semicolon, comma and line end are escaped, other control characters left out."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return _CONTROLS.sub("", plain)


def fold_line(line: str) -> str:
    """The content line in pieces of at most 75 octets, never within a character (RFC 5545, 3.1)."""
    data, pieces, start, room = line.encode(), [], 0, _MOST_OCTETS
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:     # not the first octet of a character
            end -= 1
        pieces.append(data[start:end])
        start, room = end, _MOST_OCTETS - 1     # behind a blank
    return b"\r\n ".join([*pieces, data[start:]]).decode()
