/* The page of results: what the address asks for, its hits with their passages, filters with counts, and where to go from nothing. */
(function (search) {
  'use strict';

  const SHOWN = 20;       // hits shown at a time
  const BEFORE = 24;      // folded characters of a passage before the match
  const BEHIND = 56;
  const PASSAGES = 2;     // of one hit
  const FILTERS = ['kind', 'year', 'section', 'organ', 'from', 'to'];
  const NAMES = { kind: '种类', year: '刊登年份', section: '栏目', organ: '机构' };

  search.startPage = function () {
    const form = document.querySelector('[data-search-page]');
    const list = document.querySelector('[data-search-results]');
    const status = document.querySelector('[data-search-status]');
    const notes = document.querySelector('[data-search-notes]');
    const panel = document.querySelector('[data-search-filters]');
    const related = document.querySelector('[data-search-related]');
    const relatedList = related.querySelector('ol');
    const input = form.querySelector('input[name="q"]');
    const details = panel.querySelector('details');
    const more = makeButton(list);
    const moreRelated = makeButton(relatedList);
    let turn = 0;
    let result = null;      // of the present query
    let asked = null;       // the query `result` is of
    let kinds = [];

    function makeButton(behind) {
      const button = element('button', 'md-button gb-show-more', '显示更多');
      button.type = 'button';
      button.hidden = true;
      behind.insertAdjacentElement('afterend', button);
      return button;
    }

    // ---- The address ---------------------------------------------------------------------------------------------------

    function wishes() {
      const values = new URLSearchParams(location.search);
      const wish = { q: (values.get('q') || '').trim(), sort: values.get('sort') === 'date' ? 'date' : '' };
      for (const name of FILTERS) wish[name] = values.get(name) || '';
      return wish;
    }

    function address(wish) {
      const values = new URLSearchParams();
      for (const name of ['q'].concat(FILTERS, 'sort')) if (wish[name]) values.set(name, wish[name]);
      const words = values.toString().replace(/\+/g, '%20');
      return location.pathname + (words ? '?' + words : '');
    }

    function go(wish, replace) {
      if (address(wish) !== location.pathname + location.search) {
        try { history[replace ? 'replaceState' : 'pushState'](null, '', address(wish)); } catch (error) { location.href = address(wish); return; }
      }
      run();
    }

    form.addEventListener('submit', function (event) {
      event.preventDefault();
      const wish = wishes();
      wish.q = input.value.trim();
      go(wish);
    });
    panel.addEventListener('change', function (event) {
      const wish = wishes();
      wish[event.target.name] = event.target.value;
      go(wish);
    });
    panel.querySelector('button').addEventListener('click', function () { go({ q: wishes().q }); });
    details.addEventListener('toggle', function () { if (details.open && result && !result.filters) run(); });
    window.addEventListener('popstate', run);

    // ---- One run -------------------------------------------------------------------------------------------------------

    async function run() {
      turn += 1;
      const mine = turn;
      const wish = wishes();
      input.value = wish.q;
      const isFiltered = FILTERS.some(function (name) { return wish[name]; });
      document.title = (wish.q ? wish.q + ' - ' : '') + document.title.replace(/^.* - (?=搜索)/, '');
      if (!wish.q && !isFiltered) {
        clear();
        status.textContent = '';
        panel.hidden = true;
        return;
      }
      if (asked !== wish.q) status.textContent = '正在查找……';
      try {
        const manifest = await search.manifest();
        kinds = manifest.kinds;
        const found = asked === wish.q && result ? result : wish.q ? await search.find(wish.q) : await everything(manifest);
        if (mine !== turn) return;
        result = found;
        asked = wish.q;
        const strange = await readyFilters(manifest, found, wish);
        if (mine !== turn) return;
        await show(manifest, found, wish, strange, mine);
      } catch (error) {
        if (mine !== turn) return;
        clear();
        status.textContent = '没有读到搜索数据，请刷新网页；从文件夹打开的，请确认文件齐全。';
      }
    }

    function clear() {
      list.textContent = '';
      related.hidden = true;
      relatedList.textContent = '';
      notes.textContent = '';
      more.hidden = true;
      moreRelated.hidden = true;
    }

    async function everything(manifest) {
      const facts = await Promise.all(manifest.segments.map(search.readFacts));
      const hits = [].concat.apply([], facts).map(function (record) {
        return { record: record, entries: [], labels: [], missing: [], words: [], onlyInside: false, order: [-(record.day || 0), record.start] };
      }).sort(search.compare);
      return { hits: hits, more: [], partial: [], notes: [], number: '', dropped: [], spelled: [], groups: [] };
    }

    // ---- Filters -------------------------------------------------------------------------------------------------------

    async function readyFilters(manifest, found, wish) {
      const strange = [];
      const years = await search.years();
      if (wish.kind && !manifest.kinds.includes(wish.kind)) { strange.push('种类“' + wish.kind + '”'); wish.kind = ''; }
      if (wish.year && !years.includes(wish.year)) { strange.push('年份“' + wish.year + '”'); wish.year = ''; }
      for (const name of ['from', 'to']) {
        if (wish[name] && !(/^\d{4}-\d\d-\d\d$/.test(wish[name]) && search.parseDay(wish[name]))) { strange.push('日期“' + wish[name] + '”'); wish[name] = ''; }
      }
      if (wish.organ || wish.section || details.open) {
        const rows = await Promise.all(manifest.segments.map(search.readFilters));
        const lists = await search.load(manifest.words + '/words');
        found.filters = new Map(manifest.segments.map(function (segment, index) { return [segment.path, rows[index]]; }));
        found.organNames = new Map(lists.organs.map(function (organ) { return [organ[0], organ[1]]; }));
        const sections = new Set([].concat.apply([], rows).map(function (row) { return row.section; }));
        if (wish.organ && !found.organNames.has(wish.organ)) { strange.push('机构“' + wish.organ + '”'); wish.organ = ''; }
        if (wish.section && !sections.has(wish.section)) { strange.push('栏目“' + wish.section + '”'); wish.section = ''; }
      }
      return strange;
    }

    function valuesOf(hit, name, manifest) {
      const record = hit.record;
      if (name === 'kind') return [manifest.kinds[record.kind]];
      if (name === 'year') return record.year ? [record.year] : [];
      const row = result.filters && result.filters.get(record.segment.path)[record.index];
      if (!row) return [];
      return name === 'section' ? (row.section ? [row.section] : []) : row.organs;
    }

    function fits(hit, wish, manifest, but) {
      for (const name of ['kind', 'year', 'section', 'organ']) {
        if (name !== but && wish[name] && !valuesOf(hit, name, manifest).includes(wish[name])) return false;
      }
      if (!wish.from && !wish.to) return true;
      const day = hit.record.day === null ? '' : search.isoDay(hit.record.day);
      return Boolean(day) && (!wish.from || day >= wish.from) && (!wish.to || day <= wish.to);
    }

    function showFilters(hits, wish, manifest) {
      panel.hidden = false;
      panel.querySelector('button').hidden = !FILTERS.some(function (name) { return wish[name]; });
      for (const name of Object.keys(NAMES)) {
        const field = panel.querySelector('[name="' + name + '"]');
        const counts = new Map();
        for (const one of hits) if (fits(one, wish, manifest, name)) for (const value of valuesOf(one, name, manifest)) counts.set(value, (counts.get(value) || 0) + 1);
        if (wish[name] && !counts.has(wish[name])) counts.set(wish[name], 0);
        let values = Array.from(counts.keys());
        if (name === 'kind') values = manifest.kinds.filter(function (kind) { return counts.has(kind); });
        else if (name === 'year') values.sort().reverse();
        else values.sort(function (one, other) { return counts.get(other) - counts.get(one) || (one < other ? -1 : 1); });
        const shown = function (value) { return name === 'organ' ? result.organNames.get(value) || value : name === 'year' ? value + '年' : value; };
        field.textContent = '';
        field.append(option('', '全部' + NAMES[name]));
        for (const value of values) field.append(option(value, shown(value) + '（' + counts.get(value) + '）'));
        field.value = wish[name];
      }
      panel.querySelector('[name="from"]').value = wish.from;
      panel.querySelector('[name="to"]').value = wish.to;
      panel.querySelector('[name="sort"]').value = wish.sort;
      if (wish.section || wish.organ || wish.from || wish.to) details.open = true;
    }

    function option(value, words) {
      const made = element('option', '', words);
      made.value = value;
      return made;
    }

    // ---- What is shown -------------------------------------------------------------------------------------------------

    async function show(manifest, found, wish, strange, mine) {
      const main = found.hits.length ? found.hits : found.more.length ? found.more : found.partial;
      const spelled = wish.kind || wish.year || wish.section || wish.organ || wish.from || wish.to ? [] : found.spelled;
      showFilters(main, wish, manifest);
      const hits = arranged(main, wish, manifest);
      const others = found.hits.length ? arranged(found.more, wish, manifest) : [];
      const match = main === found.partial ? 'partial' : main === found.more ? 'other' : 'exact';
      const items = await itemsOf(hits.slice(0, SHOWN), match);
      const otherItems = await itemsOf(others.slice(0, SHOWN), 'other');
      if (mine !== turn) return;
      clear();
      for (const note of found.notes) notes.append(element('li', '', note));
      if (found.dropped.length) notes.append(element('li', '', '没有按“' + found.dropped.join('”“') + '”查找'));
      for (const one of strange) notes.append(element('li', '', '不认识' + one + '，没有按它筛选'));
      spelled.forEach(function (row) { (found.hits.length ? relatedList : list).append(spelledItem(row, manifest)); });
      fill(list, more, hits, items, match);
      fill(relatedList, moreRelated, others, otherItems, 'other');
      related.hidden = !relatedList.children.length;
      related.querySelector('h2').textContent = '照别的写法还有 ' + (others.length + (found.hits.length ? spelled.length : 0)) + ' 条';
      status.textContent = summary(found, wish, hits, main, spelled);
    }

    // The hits that pass the filters, in the order wished. A document found only within its tables is shown with them, not beside them.
    function arranged(hits, wish, manifest) {
      const kept = hits.filter(function (one) { return fits(one, wish, manifest); });
      if (wish.sort === 'date') kept.sort(function (one, other) { return (other.record.day || 0) - (one.record.day || 0) || search.compare(one, other); });
      const outers = new Map();
      const keyOf = function (record, index) { return record.segment.path + '/' + index; };
      kept.forEach(function (one) { if (one.onlyInside && one.record.outer === one.record.index) outers.set(keyOf(one.record, one.record.index), one); });
      const folded = new Set();
      kept.forEach(function (one) {
        const outer = one.record.outer !== one.record.index && outers.get(keyOf(one.record, one.record.outer));
        one.outer = outer || null;
        if (outer) folded.add(outer);
      });
      return kept.filter(function (one) { return !folded.has(one); });
    }

    function summary(found, wish, hits, main, spelled) {
      const total = hits.length;
      if (!wish.q) return '共 ' + total + ' 条';
      if (!main.length && spelled.length) return '找到 ' + spelled.length + ' 条，按拼音';
      if (!main.length && found.number) return '没有找到文号“' + found.number + '”：没有这件公文，也没有公文提到它';
      if (!main.length) return '没有找到含有“' + wish.q + '”的内容';
      if (!total) return '没有找到符合筛选条件的内容';
      if (main === found.partial) return '没有同时含有这些词的内容。以下 ' + total + ' 条只含部分词';
      if (main === found.more) return '找到 ' + total + ' 条，都不是照原样写的，按每条所注的说法查找';
      return '找到 ' + total + ' 条';
    }

    function itemsOf(hits, match) { return Promise.all(hits.map(function (one) { return hitItem(one, match); })); }

    // Puts the first items into their list, and the rest behind its button.
    function fill(into, button, hits, items, match) {
      let shown = items.length;
      into.append.apply(into, items);
      button.hidden = shown >= hits.length;
      button.onclick = async function () {
        const mine = turn;
        const next = await itemsOf(hits.slice(shown, shown + SHOWN), match);
        if (mine !== turn) return;
        into.append.apply(into, next);
        shown += next.length;
        button.hidden = shown >= hits.length;
        next[0].querySelector('a').focus();
      };
    }

    async function hitItem(hit, match) {
      const head = await search.readHead(hit.record);
      const words = hit.words.map(search.fold);
      const places = passagePlaces(hit);
      const prints = await Promise.all(places.map(function (place) { return search.readPrint(hit.record, place.at - BEFORE, place.at + BEHIND); }));
      const item = itemOf(head, match);
      const isInner = hit.record.outer !== hit.record.index;
      const anchor = prints.length ? anchorOf(prints[0], places[0].at, isInner) : '';
      const link = element('a');
      link.href = linkTo(head.url, hit.words, anchor);
      search.appendMarked(link, head.title, words);
      const line = element('p', 'gb-hit-head');
      line.append(element('span', 'gb-kind', kindName(head)), ' ', link);
      item.append(line);
      const facts = [head.number, head.kind === 2 ? '' : head.date, head.issuer].filter(Boolean);
      if (facts.length) {
        const about = element('p', 'gb-no');
        search.appendMarked(about, facts.join('　'), words);
        item.append(about);
      }
      for (const label of hit.labels) item.append(element('p', 'gb-by', label));
      if (hit.missing.length) item.append(element('p', 'gb-by', '只含部分词，没有“' + hit.missing.join('”“') + '”'));
      prints.forEach(function (rows, index) {
        const text = passageText(rows, places[index].at, hit.record);
        if (!text || search.fold(text) === search.fold(head.title)) return;
        const passage = element('p', 'gb-passage');
        search.appendMarked(passage, text, words);
        item.append(passage);
      });
      if (hit.outer) item.append(await wayIn(hit, prints[0], places[0]));
      return item;
    }

    // A second way to the same passage: in the document that holds the table.
    async function wayIn(hit, rows, place) {
      const head = await search.readHead(hit.outer.record);
      const ways = element('ul', 'gb-ways');
      const way = element('li');
      way.dataset.id = head.id;
      way.dataset.kind = kindName(head);
      const link = element('a', '', '在公文中看：' + head.title);
      link.href = linkTo(head.url, hit.words, rows ? anchorOf(rows, place.at, false) : '');
      way.append(link);
      ways.append(way);
      return ways;
    }

    function spelledItem(row, manifest) {
      const item = element('li', 'gb-hit');
      item.dataset.id = row.id;
      item.dataset.kind = manifest.kinds[row.kind];
      item.dataset.match = 'other';
      const line = element('p', 'gb-hit-head');
      const link = element('a', '', row.title);
      link.href = row.url;
      const all = element('a', '', '查找含有“' + row.title + '”的全部内容');
      all.href = '?q=' + encodeURIComponent(row.title);
      line.append(element('span', 'gb-kind', manifest.kinds[row.kind]), ' ', link);
      const by = element('p', 'gb-by', '按拼音查找。');
      by.append(all);
      item.append(line, by);
      return item;
    }

    function kindName(head) { return kinds[head.kind]; }

    function itemOf(head, match) {
      const item = element('li', 'gb-hit');
      item.dataset.id = head.id;
      item.dataset.kind = kindName(head);
      item.dataset.match = match;
      return item;
    }

    // Where the passages are cut: at each word in running text, those near each other as one.
    function passagePlaces(hit) {
      const places = [];
      for (const entry of hit.entries) {
        const at = entry.body !== null ? entry.body : entry.first;
        if (places.length < PASSAGES && !places.some(function (one) { return Math.abs(one.at - at) < BEHIND - 16; })) places.push({ at: at });
      }
      return places.length ? places : [{ at: hit.record.start }];
    }

    function anchorOf(rows, at, isInner) {
      let found = '';
      for (const row of rows) if (row.start <= at) found = isInner ? row.tableAnchor : row.anchor;
      return found;
    }

    // The print around a place, with …… where it is cut.
    function passageText(rows, at, record) {
      let text = '';
      let first = null;
      let last = 0;
      for (const row of rows) {
        const view = search.foldWithPlaces(row.text);
        let from = -1;
        let to = 0;
        view.folded.forEach(function (_, index) {
          const place = row.start + index;
          if (place < at - BEFORE || place >= at + BEHIND) return;
          if (from < 0) from = view.places[index][0];
          to = view.places[index][1];
          if (first === null) first = place;
          last = place;
        });
        if (from >= 0) text += (text ? ' ' : '') + row.text.slice(from, to);
      }
      if (first === null) return '';
      return (first > record.start ? '……' : '') + text + (last < record.end - 1 ? '……' : '');
    }

    function linkTo(url, words, anchor) {
      return url + (words.length ? '?q=' + encodeURIComponent(words.join(' ')) : '') + (anchor ? '#' + anchor : '');
    }

    function element(name, className, text) {
      const made = document.createElement(name);
      if (className) made.className = className;
      if (text) made.textContent = text;
      return made;
    }

    run();
  };
}(window.gongbaoSearch = window.gongbaoSearch || {}));
