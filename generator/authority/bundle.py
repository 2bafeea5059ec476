"""All authority lists of a bulletin together."""

from dataclasses import dataclass, field
from pathlib import Path

from generator.authority.everyday import EverydayWords, load_everyday
from generator.authority.layouts import Layouts, load_layouts
from generator.authority.organs import OrganList, load_organs
from generator.authority.people import PeopleList, load_people
from generator.authority.series import SeriesList, load_series
from generator.authority.site import Site, load_site
from generator.authority.topics import Topic, load_topics
from generator.diagnostics import Diagnostic


@dataclass(frozen=True)
class Authority:
    """What the editors of a bulletin have entered in `site_config/`."""

    site: Site
    layouts: Layouts
    series: SeriesList
    organs: OrganList
    topics: tuple[Topic, ...] = ()
    people: PeopleList = field(default_factory=PeopleList)
    everyday: EverydayWords = field(default_factory=EverydayWords)

    def for_reading(self, organs: OrganList) -> "Authority":
        """What may decide how a source is read, the organs known only by what `organs` tells of them."""
        return Authority(Site("", "", "", "", "", self.site.issues_per_year), self.layouts, self.series, organs)

    def for_linking(self, organs: OrganList) -> "Authority":
        """What may decide what an issue says by itself, with the organs as `organs` tells of them."""
        return Authority(Site("", self.site.city, "", "", "", self.site.issues_per_year), self.layouts, self.series, organs)


def load_authority(folder: Path, shown: str = "site_config") -> tuple[Authority, tuple[Diagnostic, ...]]:
    """The lists in `folder` and everything wrong in them. Raises `InputFault` where a file is not YAML."""
    site, site_faults = load_site(folder, shown)
    layouts, layout_faults = load_layouts(folder, shown)
    series, series_faults = load_series(folder, shown)
    organs, organ_faults = load_organs(folder, shown)
    topics, topic_faults = load_topics(folder, shown)
    people, people_faults = load_people(folder, shown)
    everyday, everyday_faults = load_everyday(folder, shown)
    faults = site_faults + layout_faults + series_faults + organ_faults + topic_faults + people_faults + everyday_faults
    return Authority(site, layouts, series, organs, topics, people, everyday), faults
