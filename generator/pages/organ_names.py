"""How lists sort organs: by the name people look for."""

from pypinyin import lazy_pinyin

from generator.authority.site import Site


def looked_for(name: str, site: Site) -> str:
    """The name without the city in front: 环保局 of 甲市环保局, 监察局 of 市监察局; in a county's bulletin of 县监察局."""
    return name.removeprefix(site.city).removeprefix(site.level).strip("“”") or name


def spelled(name: str, site: Site) -> str:
    """The pinyin by which a list sorts an organ."""
    return "".join(lazy_pinyin(looked_for(name, site)))
