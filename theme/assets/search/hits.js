/* One hit as the page of results shows it: kind, title, facts, why it was found, its passages, and the links to where they stand. */
(function (search) {
  'use strict';

  const BEFORE = 24;      // folded characters of a passage before the match
  const BEHIND = 56;
  const NEAR = 40;        // matches less apart are one passage
  const PASSAGES = 2;     // of one hit

  search.element = function (name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };
  const element = search.element;

  // The list item of a hit; `match` says how it answers the query: exact, other (another way of writing) or partial.
  search.hitItem = async function (hit, match, kinds) {
    const head = await search.readHead(hit.record);
    const words = hit.words.map(search.fold);
    const places = passagePlaces(hit);
    const prints = await Promise.all(places.map(function (place) { return search.readPrint(hit.record, place - BEFORE, place + BEHIND); }));
    const kind = kinds[head.kind];
    const item = itemOf(head.id, kind, match);
    const isInner = hit.record.outer !== hit.record.index;
    item.append(headLine(head, kind, linkTo(head.url, hit.words, anchorOf(prints[0], places[0], isInner)), words));
    appendFacts(item, head, words);
    for (const label of reasons(hit)) item.append(element('p', 'gb-by', label));
    prints.forEach(function (rows, index) { appendPassage(item, passageText(rows, places[index], hit.record), head.title, words); });
    if (hit.outer) item.append(await wayIn(hit, prints[0], places[0], kinds));
    return item;
  };

  // The list item of a record whose name is spelled as typed.
  search.spelledItem = function (row, kinds) {
    const kind = kinds[row.kind];
    const item = itemOf(row.id, kind, 'other');
    const all = element('a', '', '查找含有“' + row.title + '”的全部内容');
    all.href = '?q=' + encodeURIComponent(row.title);
    const by = element('p', 'gb-by', '按拼音查找。');
    by.append(all);
    item.append(headLine(row, kind, row.url, []), by);
    return item;
  };

  function itemOf(id, kind, match) {
    const item = element('li', 'gb-hit');
    item.dataset.id = id;
    item.dataset.kind = kind;
    item.dataset.match = match;
    return item;
  }

  function headLine(head, kind, url, words) {
    const link = element('a');
    link.href = url;
    search.appendMarked(link, head.title, words);
    const line = element('p', 'gb-hit-head');
    line.append(element('span', 'gb-kind', kind), ' ', link);
    return line;
  }

  function appendFacts(item, head, words) {
    const facts = [head.number, head.kind === 2 ? '' : head.date, head.issuer].filter(Boolean);
    if (!facts.length) return;
    const about = element('p', 'gb-no');
    search.appendMarked(about, facts.join('　'), words);
    item.append(about);
  }

  function reasons(hit) {
    return hit.labels.concat(hit.missing.length ? ['只含部分词，没有“' + hit.missing.join('”“') + '”'] : []);
  }

  // A second way to the same passage: in the document that holds the table.
  async function wayIn(hit, rows, place, kinds) {
    const head = await search.readHead(hit.outer.record);
    const way = element('li');
    way.dataset.id = head.id;
    way.dataset.kind = kinds[head.kind];
    const link = element('a', '', '在公文中看：' + head.title);
    link.href = linkTo(head.url, hit.words, anchorOf(rows, place, false));
    way.append(link);
    const ways = element('ul', 'gb-ways');
    ways.append(way);
    return ways;
  }

  function linkTo(url, words, anchor) {
    return url + (words.length ? '?q=' + encodeURIComponent(words.join(' ')) : '') + (anchor ? '#' + anchor : '');
  }

  function anchorOf(rows, at, isInner) {
    let found = '';
    for (const row of rows) if (row.start <= at) found = isInner ? row.tableAnchor : row.anchor;
    return found;
  }

  // ---- Passages --------------------------------------------------------------------------------------------------------

  // Where the passages are cut, at least one: at each word in running text, those near each other as one.
  function passagePlaces(hit) {
    const places = [];
    for (const entry of hit.entries) {
      const at = entry.body !== null ? entry.body : entry.first;
      if (places.length < PASSAGES && !places.some(function (one) { return Math.abs(one - at) < NEAR; })) places.push(at);
    }
    return places.length ? places : [hit.record.start];
  }

  function appendPassage(item, text, title, words) {
    if (!text || search.fold(text) === search.fold(title)) return;
    const passage = element('p', 'gb-passage');
    search.appendMarked(passage, text, words);
    item.append(passage);
  }

  // The print around a place, with …… where it is cut.
  function passageText(rows, at, record) {
    const cuts = rows.map(function (row) { return cut(row, at - BEFORE, at + BEHIND); }).filter(Boolean);
    if (!cuts.length) return '';
    const text = cuts.map(function (one) { return one.text; }).join(' ');
    return (cuts[0].first > record.start ? '……' : '') + text + (cuts[cuts.length - 1].last < record.end - 1 ? '……' : '');
  }

  // {text, first, last} of what a row prints at the places from `from` to before `to`; null if nothing.
  function cut(row, from, to) {
    const view = search.foldWithPlaces(row.text);
    const first = Math.max(0, from - row.start);
    const last = Math.min(view.folded.length, to - row.start) - 1;
    if (last < first) return null;
    return { text: row.text.slice(view.places[first][0], view.places[last][1]), first: row.start + first, last: row.start + last };
  }
}(window.gongbaoSearch = window.gongbaoSearch || {}));
