"""The noun of the chronicle's kinds: what sort of event an entry tells of."""

import enum


class EntryKind(enum.Enum):
    """The kind of an event, inferred from the words of the entry."""

    MEETING = "meeting"
    SURVEY = "survey"
    VISIT = "visit"
    CONSOLATION = "consolation"
    CEREMONY = "ceremony"
    ACTIVITY = "activity"

    @property
    def shown(self) -> str:
        return {"meeting": "会议", "survey": "调研检查", "visit": "来访洽谈", "consolation": "走访慰问", "ceremony": "仪式签约", "activity": "活动"}[self.value]
