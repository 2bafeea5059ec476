"""Gongbao: reads the issues of a government bulletin (政府公报) and builds a linked, searchable, offline-capable site."""
