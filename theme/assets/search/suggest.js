/* Suggestions below a search box while somebody types: document numbers, titles, people, organs. A combobox with a listbox (ARIA 1.2). */
(function (search) {
  'use strict';

  const MOST = 8;
  const TITLE = 1;
  const PAUSE = 120;      // milliseconds without a key before anything is looked up
  let count = 0;

  // [{title, kind, url, number}] whose number, title or spelling holds what was typed.
  async function suggestions(query) {
    const manifest = await search.manifest();
    const number = search.parseNumber(query, manifest.series);
    const chars = Array.from(search.fold(query));
    if (!chars.length || chars.length > 60) return [];
    const spelled = await search.spelled(query, true);
    const found = [];
    await Promise.all(manifest.segments.map(async function (segment) {
      const places = new Map();
      if (number) (await search.readNumber(segment, number)).forEach(function (row) { if (row[2] === 0) places.set(row[1], 0); });
      else if (chars.length === 1) {
        const rows = await search.readCharacter(segment, chars[0]);
        const records = rows.length ? await search.readFacts(segment) : [];
        rows.forEach(function (row) { if (row[2] === TITLE) places.set(records[row[0]].start + row[1], TITLE); });
      } else {
        const list = await search.readPhrase(segment, chars);
        list.places.forEach(function (place, index) { if (list.fields[index] <= TITLE) places.set(place, list.fields[index]); });
      }
      if (!places.size) return;
      const records = (await search.readFacts(segment)).filter(function (record) { return record.outer === record.index; });
      const seen = new Set();
      places.forEach(function (field, place) {
        const record = records.filter(function (one) { return one.start <= place && place < one.end; })[0];
        if (!record || seen.has(record.index)) return;
        seen.add(record.index);
        found.push({ record: record, order: [record.kind > 2 && place === record.start ? 0 : 1, field, -(record.day || 0), place] });
      });
    }));
    found.sort(search.compare);
    const heads = await Promise.all(found.slice(0, MOST).map(function (one) { return search.readHead(one.record); }));
    const shown = heads.map(function (head) { return { title: head.title, kind: manifest.kinds[head.kind], url: head.url, number: head.number }; });
    const spelledToo = spelled.slice(0, MOST).map(function (row) { return { title: row.title, kind: manifest.kinds[row.kind], url: row.url, number: '' }; });
    return spelledToo.concat(shown).slice(0, MOST);
  }

  // Makes `field` suggest; `before` is what stood in it when the reader turned to it.
  search.suggest = function (field, before) {
    if (field.dataset.suggests) return;
    field.dataset.suggests = 'yes';
    count += 1;
    const list = document.createElement('ul');
    list.id = 'gb-suggestions-' + count;
    list.className = 'gb-suggestions';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', '搜索建议');
    list.hidden = true;
    const status = document.createElement('span');
    status.className = 'gb-unseen';
    status.setAttribute('role', 'status');
    field.form.append(list, status);
    for (const pair of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-expanded', 'false'], ['aria-controls', list.id]]) field.setAttribute(pair[0], pair[1]);

    let timer = 0;
    let turn = 0;
    let active = -1;

    function close() {
      turn += 1;
      clearTimeout(timer);
      list.hidden = true;
      list.textContent = '';
      status.textContent = '';
      active = -1;
      field.setAttribute('aria-expanded', 'false');
      field.removeAttribute('aria-activedescendant');
    }

    function choose(next) {
      const options = Array.from(list.children);
      active = next;
      options.forEach(function (option, index) { option.setAttribute('aria-selected', String(index === active)); });
      if (active < 0) { field.removeAttribute('aria-activedescendant'); return; }
      field.setAttribute('aria-activedescendant', options[active].id);
      options[active].scrollIntoView({ block: 'nearest' });
    }

    function open(option) { location.href = search.root + option.dataset.url; }

    function show(rows) {
      close();
      if (!rows.length) return;
      rows.forEach(function (row, index) {
        const option = document.createElement('li');
        option.id = list.id + '-' + index;
        option.setAttribute('role', 'option');
        option.setAttribute('aria-selected', 'false');
        option.dataset.url = row.url;
        const kind = document.createElement('span');
        kind.className = 'gb-kind';
        kind.textContent = row.kind;
        const title = document.createElement('span');
        title.textContent = row.title;
        option.append(kind, ' ', title);
        if (row.number) {
          const no = document.createElement('span');
          no.className = 'gb-no';
          no.textContent = row.number;
          option.append(' ', no);
        }
        list.append(option);
      });
      list.hidden = false;
      field.setAttribute('aria-expanded', 'true');
      status.textContent = '有 ' + rows.length + ' 条建议，用上下键选择';
    }

    function look() {
      const query = field.value;
      turn += 1;
      const mine = turn;
      clearTimeout(timer);
      timer = setTimeout(function () {
        suggestions(query).then(function (rows) { if (mine === turn && document.activeElement === field) show(rows); }, function () { close(); });
      }, PAUSE);
    }

    field.addEventListener('input', function (event) { if (!event.isComposing) look(); });
    field.addEventListener('compositionstart', close);    // the list would lie under that of the input method, and its keys are not ours
    field.addEventListener('compositionend', look);
    field.addEventListener('blur', function () { setTimeout(function () { if (document.activeElement !== field) close(); }, 150); });
    field.form.addEventListener('submit', close);
    list.addEventListener('mousedown', function (event) { event.preventDefault(); });
    list.addEventListener('click', function (event) {
      const option = event.target.closest('[role="option"]');
      if (option) open(option);
    });
    field.addEventListener('keydown', function (event) {
      if (event.isComposing || event.keyCode === 229) return;
      const options = list.children;
      if (event.key === 'Escape' && !list.hidden) { event.preventDefault(); close(); }
      if (!options.length) return;
      if (event.key === 'ArrowDown') { event.preventDefault(); choose(active + 1 >= options.length ? -1 : active + 1); }
      if (event.key === 'ArrowUp') { event.preventDefault(); choose(active < 0 ? options.length - 1 : active - 1); }
      if (event.key === 'Enter' && active >= 0) { event.preventDefault(); open(options[active]); }
    });
    if (field.value !== before && !field.dataset.composing) look();
  };
}(window.gongbaoSearch = window.gongbaoSearch || {}));
