"""How lists sort organs: by the name people look for."""

from pypinyin import lazy_pinyin


def looked_for(name: str, city: str) -> str:
    """The name without the city in front: 环保局 of 甲市环保局, 监察局 of 市监察局."""
    return (name.removeprefix(city) if city else name).removeprefix("市").strip("“”") or name


def spelled(name: str, city: str) -> str:
    """The pinyin by which a list sorts an organ."""
    return "".join(lazy_pinyin(looked_for(name, city)))
