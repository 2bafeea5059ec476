/* Copy buttons, the search page, and the key "/". A classic script: it must work in pages opened from a folder. */
(function () {
  'use strict';

  // ---- Copy buttons -------------------------------------------------------------------------------------------------

  function copyText(text) {
    if (navigator.clipboard && navigator.clipboard.writeText) {
      return navigator.clipboard.writeText(text).catch(function () { return copyByCommand(text); });
    }
    return copyByCommand(text);
  }

  function copyByCommand(text) {
    const area = document.createElement('textarea');
    const focused = document.activeElement;
    area.value = text;
    area.setAttribute('readonly', '');
    area.style.cssText = 'position:fixed;top:0;left:0;opacity:0';
    document.body.appendChild(area);
    area.select();
    let done = false;
    try { done = document.execCommand('copy'); } catch (error) { done = false; }
    area.remove();
    if (focused && focused.focus) focused.focus();
    return done ? Promise.resolve() : Promise.reject(new Error('copy'));
  }

  function say(button, words) {
    const place = button.parentElement.querySelector('.gb-copied');
    if (!place) return;
    place.textContent = words;
    clearTimeout(place.gongbaoTimer);
    place.gongbaoTimer = setTimeout(function () { place.textContent = ''; }, 4000);
  }

  document.addEventListener('click', function (event) {
    const button = event.target.closest ? event.target.closest('.gb-copy[data-copy]') : null;
    if (!button) return;
    copyText(button.getAttribute('data-copy')).then(
      function () { say(button, '已复制'); },
      function () { say(button, '未能复制，请手工选取'); });
  });

  // ---- The key "/" --------------------------------------------------------------------------------------------------

  document.addEventListener('keydown', function (event) {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target;
    if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    const fields = document.querySelectorAll('.gb-search-form input[name="q"], .gb-header-search input[name="q"]');
    const field = Array.from(fields).find(function (one) { return one.offsetParent !== null; });
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  // ---- Search -------------------------------------------------------------------------------------------------------

  const SHOWN = 50;       // hits shown at a time
  const PASSAGE = 80;     // characters of a passage
  const BEFORE = 24;      // of these, before the match
  const dataUrl = document.currentScript.src.replace(/[^/]*$/, 'search-data.js');

  const form = document.querySelector('[data-search-form]');
  const list = document.querySelector('[data-search-results]');
  const status = document.querySelector('[data-search-status]');
  if (!form || !list || !status) return;

  const input = form.querySelector('input[name="q"]');
  const more = document.createElement('button');
  more.type = 'button';
  more.className = 'md-button gb-show-more';
  more.textContent = '显示更多';
  more.hidden = true;
  list.insertAdjacentElement('afterend', more);

  let index = null;       // records with their folded fields, once the data is there
  let words = [];         // folded words of the present query
  let hits = [];
  let shown = 0;

  // One form for what readers type in many ways: width, case, blanks, and the brackets of document numbers.
  function fold(text) {
    return text.normalize('NFKC').toLowerCase().replace(/[\s\u200b\ufeff]+/g, '')
      .replace(/[[({【〔﹝]/g, '〔').replace(/[\])}】〕﹞]/g, '〕');
  }

  // The folded text with the place of each of its characters in `text`.
  function foldWithPlaces(text) {
    let folded = '';
    const places = [];
    for (let at = 0; at < text.length;) {
      const char = String.fromCodePoint(text.codePointAt(at));
      const piece = fold(char);
      for (let i = 0; i < piece.length; i++) places.push([at, at + char.length]);
      folded += piece;
      at += char.length;
    }
    return { folded: folded, places: places };
  }

  function makeIndex(records) {
    return records.map(function (record) {
      return { record: record, fields: [fold(record.number), fold(record.title), fold(record.text)] };
    });
  }

  // Number before title before text, then the earlier place, then the newer date. Null if a word is missing.
  function rank(item) {
    let field = 0;
    let place = 0;
    for (const word of words) {
      const found = item.fields.findIndex(function (text) { return text.includes(word); });
      if (found < 0) return null;
      field += found;
      place += item.fields[found].indexOf(word);
    }
    const exact = words.length === 1 && item.fields[0] === words[0] ? 0 : 1;
    return { record: item.record, order: [exact, field, place] };
  }

  function compare(one, other) {
    for (let i = 0; i < one.order.length; i++) {
      if (one.order[i] !== other.order[i]) return one.order[i] - other.order[i];
    }
    return one.record.date < other.record.date ? 1 : one.record.date > other.record.date ? -1 : 0;
  }

  // Appends text[from..to) to `parent` with every word of the query in <mark>. Text nodes only: nothing is ever parsed as HTML.
  function appendMarked(parent, text, from, to) {
    const view = foldWithPlaces(text.slice(from, to));
    const spans = [];
    words.forEach(function (word) {
      for (let at = view.folded.indexOf(word); at >= 0; at = view.folded.indexOf(word, at + word.length)) {
        spans.push([from + view.places[at][0], from + view.places[at + word.length - 1][1]]);
      }
    });
    spans.sort(function (one, other) { return one[0] - other[0] || other[1] - one[1]; });
    let done = from;
    spans.forEach(function (span) {
      if (span[1] <= done) return;
      const start = Math.max(span[0], done);
      parent.append(text.slice(done, start));
      const mark = document.createElement('mark');
      mark.textContent = text.slice(start, span[1]);
      parent.append(mark);
      done = span[1];
    });
    parent.append(text.slice(done, to));
  }

  // The text around its first match; title and number, which stand above already, are passed over if they open the text.
  function passage(record) {
    const text = record.text;
    const view = foldWithPlaces(text);
    let skip = 0;
    [record.title, record.number].map(fold).forEach(function (known) {
      if (known && view.folded.startsWith(known, skip) && skip + known.length < view.folded.length) skip += known.length;
    });
    const firsts = words.map(function (word) { return view.folded.indexOf(word, skip); }).filter(function (at) { return at >= 0; });
    const start = view.places.length ? view.places[skip][0] : 0;
    const at = firsts.length ? view.places[Math.min.apply(null, firsts)][0] : start;
    const from = Math.max(start, Math.min(at - BEFORE, text.length - PASSAGE));
    const to = Math.min(text.length, from + PASSAGE);
    const place = element('p', 'gb-passage');
    if (from > start) place.append('……');
    appendMarked(place, text.replace(/\n/g, ' '), from, to);
    if (to < text.length) place.append('……');
    return place;
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function hitItem(record) {
    const item = element('li', 'gb-hit');
    item.dataset.id = record.id;
    item.dataset.kind = record.kind;
    const head = element('p', 'gb-hit-head');
    const link = element('a');
    link.href = record.url;
    appendMarked(link, record.title, 0, record.title.length);
    head.append(element('span', 'gb-kind', record.kind), ' ', link);
    item.append(head);
    if (record.number || (record.date && record.kind !== '大事')) {
      const facts = element('p', 'gb-no');
      appendMarked(facts, record.number, 0, record.number.length);
      if (record.number && record.date) facts.append('　');
      facts.append(record.date);
      item.append(facts);
    }
    if (record.text) item.append(passage(record));
    return item;
  }

  function showMore() {
    const next = hits.slice(shown, shown + SHOWN).map(function (hit) { return hitItem(hit.record); });
    list.append.apply(list, next);
    shown += next.length;
    more.hidden = shown >= hits.length;
    return next[0];
  }

  function search() {
    const query = input.value.trim();
    words = query.split(/\s+/).map(fold).filter(Boolean);
    hits = [];
    shown = 0;
    list.textContent = '';
    more.hidden = true;
    if (!words.length) {
      status.textContent = '';
    } else if (!index) {
      status.textContent = '正在读取……';
    } else {
      hits = index.map(rank).filter(Boolean).sort(compare);
      status.textContent = hits.length ? '找到 ' + hits.length + ' 条' : '没有找到含有“' + query + '”的内容';
      if (hits.length) showMore();
    }
  }

  // The address of the page keeps the query, so that it can be kept and passed on.
  function keepAddress() {
    const query = input.value.trim();
    const address = location.pathname + (query ? '?q=' + encodeURIComponent(query) : '');
    try { history.replaceState(null, '', address); } catch (error) { /* some browsers refuse this for files */ }
  }

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    keepAddress();
    search();
  });

  more.addEventListener('click', function () {
    const first = showMore();
    if (first) first.querySelector('a').focus();
  });

  const script = document.createElement('script');
  script.src = dataUrl;
  script.onload = function () {
    index = makeIndex(window.gongbaoRecords || []);
    search();
  };
  script.onerror = function () { status.textContent = '没有读到搜索数据（assets/search-data.js），请确认网站文件齐全。'; };
  document.head.appendChild(script);

  input.value = new URLSearchParams(location.search).get('q') || '';
  search();
}());
