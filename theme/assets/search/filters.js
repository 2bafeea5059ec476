/* The filters of the page of results: which hits pass them, in what order, and the panel with a count at each value. */
(function (search) {
  'use strict';

  const NAMES = { kind: '种类', year: '刊登年份', section: '栏目', organ: '机构' };

  // Reads what the filters wished need and takes out of `wish` what is unknown: [what to tell of it]. With `all`, sections and organs are read in any case.
  search.readyFilters = async function (manifest, found, wish, all) {
    const strange = [];
    const check = function (name, noun, isKnown) {
      if (!wish[name] || isKnown(wish[name])) return;
      strange.push(noun + '“' + wish[name] + '”');
      wish[name] = '';
    };
    const years = await search.years();
    check('kind', '种类', function (kind) { return manifest.kinds.includes(kind); });
    check('year', '年份', function (year) { return years.includes(year); });
    for (const name of ['from', 'to']) check(name, '日期', isDay);
    if (!wish.organ && !wish.section && !all) return strange;
    await readRows(manifest, found);
    check('organ', '机构', function (organ) { return found.organNames.has(organ); });
    check('section', '栏目', function (section) { return found.sections.has(section); });
    return strange;
  };

  function isDay(text) { return /^\d{4}-\d\d-\d\d$/.test(text) && Boolean(search.parseDay(text)); }

  async function readRows(manifest, found) {
    if (found.filters) return;
    const rows = await Promise.all(manifest.segments.map(search.readFilters));
    found.organNames = new Map(await search.load(manifest.organs + '/names'));
    found.sections = new Set([].concat.apply([], rows).map(function (row) { return row.section; }));
    found.filters = new Map(manifest.segments.map(function (segment, index) { return [segment.path, rows[index]]; }));
  }

  function valuesOf(record, name, manifest, found) {
    if (name === 'kind') return [manifest.kinds[record.kind]];
    if (name === 'year') return record.year ? [record.year] : [];
    const row = found.filters && found.filters.get(record.segment.path)[record.index];
    if (!row) return [];
    return name === 'section' ? (row.section ? [row.section] : []) : row.organs;
  }

  // Whether a hit passes all filters, the one named `but` left out of account.
  function fits(hit, wish, manifest, found, but) {
    for (const name of Object.keys(NAMES)) {
      if (name !== but && wish[name] && !valuesOf(hit.record, name, manifest, found).includes(wish[name])) return false;
    }
    if (!wish.from && !wish.to) return true;
    const day = hit.record.day === null ? '' : search.isoDay(hit.record.day);
    return Boolean(day) && (!wish.from || day >= wish.from) && (!wish.to || day <= wish.to);
  }

  // The hits that pass the filters, in the order wished. A document found only within its tables is shown with them, not beside them.
  search.arranged = function (hits, wish, manifest, found) {
    const kept = hits.filter(function (one) { return fits(one, wish, manifest, found); });
    if (wish.sort === 'date') kept.sort(function (one, other) { return (other.record.day || 0) - (one.record.day || 0) || search.compare(one, other); });
    return withTables(kept);
  };

  function withTables(hits) {
    const outers = new Map();
    const keyOf = function (record, index) { return record.segment.path + '/' + index; };
    hits.forEach(function (one) { if (one.onlyInside && one.record.outer === one.record.index) outers.set(keyOf(one.record, one.record.index), one); });
    const folded = new Set();
    hits.forEach(function (one) {
      one.outer = (one.record.outer !== one.record.index && outers.get(keyOf(one.record, one.record.outer))) || null;
      if (one.outer) folded.add(one.outer);
    });
    return hits.filter(function (one) { return !folded.has(one); });
  }

  // ---- The panel -------------------------------------------------------------------------------------------------------

  search.showFilters = function (panel, hits, wish, manifest, found) {
    panel.hidden = false;
    panel.querySelector('button').hidden = !search.isFiltered(wish);
    for (const name of Object.keys(NAMES)) fillField(panel, name, countsOf(hits, name, wish, manifest, found), wish, manifest, found);
    for (const name of ['from', 'to', 'sort']) panel.querySelector('[name="' + name + '"]').value = wish[name];
    if (wish.section || wish.organ || wish.from || wish.to) panel.querySelector('details').open = true;
  };

  // How many hits each value of a filter would leave, the other filters as they are.
  function countsOf(hits, name, wish, manifest, found) {
    const counts = new Map();
    for (const one of hits) {
      if (!fits(one, wish, manifest, found, name)) continue;
      for (const value of valuesOf(one.record, name, manifest, found)) counts.set(value, (counts.get(value) || 0) + 1);
    }
    if (wish[name] && !counts.has(wish[name])) counts.set(wish[name], 0);
    return counts;
  }

  function ordered(counts, name, manifest) {
    const values = Array.from(counts.keys());
    if (name === 'kind') return manifest.kinds.filter(function (kind) { return counts.has(kind); });
    if (name === 'year') return values.sort().reverse();
    return values.sort(function (one, other) { return counts.get(other) - counts.get(one) || (one < other ? -1 : 1); });
  }

  function fillField(panel, name, counts, wish, manifest, found) {
    const field = panel.querySelector('[name="' + name + '"]');
    const shown = { organ: function (id) { return found.organNames.get(id) || id; }, year: function (year) { return year + '年'; } }[name] || String;
    field.textContent = '';
    field.append(option('', '全部' + NAMES[name]));
    for (const value of ordered(counts, name, manifest)) field.append(option(value, shown(value) + '（' + counts.get(value) + '）'));
    field.value = wish[name];
  }

  function option(value, words) {
    const made = search.element('option', '', words);
    made.value = value;
    return made;
  }
}(window.gongbaoSearch = window.gongbaoSearch || {}));
