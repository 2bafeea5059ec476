/* The page of results: runs what its address asks for and shows hits, filters and notes; the address is the only memory, so back and forward need no other. */
(function (search) {
  'use strict';

  const SHOWN = 20;       // hits shown at a time

  search.startPage = function () {
    const view = findView();
    const state = { turn: 0, asked: null, found: null, shown: '' };    // `found` answers the words `asked`; `shown` is the address answered on the page
    const again = function () { return run(view, state); };
    listen(view, state, again);
    again();
  };

  function findView() {
    const form = document.querySelector('[data-search-page]');
    const panel = document.querySelector('[data-search-filters]');
    const related = document.querySelector('[data-search-related]');
    const list = document.querySelector('[data-search-results]');
    const relatedList = related.querySelector('ol');
    return {
      form: form, input: form.querySelector('input[name="q"]'), panel: panel, details: panel.querySelector('details'),
      status: document.querySelector('[data-search-status]'), notes: document.querySelector('[data-search-notes]'),
      list: list, more: makeButton(list), related: related, relatedList: relatedList, moreRelated: makeButton(relatedList),
    };
  }

  function makeButton(behind) {
    const button = search.element('button', 'md-button gb-show-more', '显示更多');
    button.type = 'button';
    button.hidden = true;
    behind.insertAdjacentElement('afterend', button);
    return button;
  }

  // ---- What the reader does --------------------------------------------------------------------------------------------

  function listen(view, state, again) {
    view.form.addEventListener('submit', function (event) {
      event.preventDefault();
      go(Object.assign(search.readWish(), { q: view.input.value.trim() }), again);
    });
    view.panel.addEventListener('change', function (event) {
      go(Object.assign(search.readWish(), { [event.target.name]: event.target.value }), again);
    });
    view.panel.querySelector('button').addEventListener('click', function () { go({ q: search.readWish().q }, again); });
    view.details.addEventListener('toggle', function () { if (view.details.open && state.found && !state.found.filters) again(); });
    window.addEventListener('popstate', again);
    // A page kept by the browser comes back as it was left, even in the middle of a search.
    window.addEventListener('pageshow', function (event) { if (event.persisted && state.shown !== here()) again(); });
  }

  function here() { return location.pathname + location.search; }

  function go(wish, again) {
    const address = search.addressOf(wish);
    if (address !== here()) {
      try { history.pushState(null, '', address); } catch (error) { location.href = address; return; }
    }
    again();
  }

  // ---- One run ---------------------------------------------------------------------------------------------------------

  async function run(view, state) {
    state.turn += 1;
    const turn = state.turn;
    const address = here();
    const wish = search.readWish();
    state.shown = '';
    view.input.value = wish.q;
    document.title = (wish.q ? wish.q + ' - ' : '') + document.title.replace(/^.* - (?=搜索)/, '');
    if (!wish.q && !search.isFiltered(wish)) {
      clear(view);
      view.status.textContent = '';
      view.panel.hidden = true;
      return;
    }
    if (state.asked !== wish.q) view.status.textContent = '正在查找……';
    try {
      if (await answer(view, state, wish, turn)) state.shown = address;
    } catch (error) {
      if (turn !== state.turn) return;
      clear(view);
      view.status.textContent = '没有读到搜索数据，请刷新网页；从文件夹打开的，请确认文件齐全。';
    }
  }

  // Finds and shows; false where a later run has come before the end.
  async function answer(view, state, wish, turn) {
    const isLate = function () { return turn !== state.turn; };
    const manifest = await search.manifest();
    const found = state.asked === wish.q && state.found ? state.found : wish.q ? await search.find(wish.q) : await everything(manifest);
    if (isLate()) return false;
    state.found = found;
    state.asked = wish.q;
    const strange = await search.readyFilters(manifest, found, wish, view.details.open);
    if (isLate()) return false;
    const main = found.hits.length ? found.hits : found.more.length ? found.more : found.partial;
    search.showFilters(view.panel, main, wish, manifest, found);
    const lists = listsOf(view, found, main, wish, manifest);
    for (const one of lists) one.items = await itemsOf(one.hits.slice(0, SHOWN), one.match, manifest.kinds);
    if (isLate()) return false;
    clear(view);
    showNotes(view, found, strange);
    const spelled = search.isFiltered(wish) ? [] : found.spelled;
    showHits(view, found, lists, spelled, manifest.kinds, isLate);
    view.status.textContent = summary(found, wish, lists[0].hits.length, main, spelled);
    return true;
  }

  async function everything(manifest) {
    const facts = await Promise.all(manifest.segments.map(search.readFacts));
    const hits = [].concat.apply([], facts).map(function (record) {
      return { record: record, entries: [], labels: [], missing: [], words: [], onlyInside: false, order: [-(record.day || 0), record.start] };
    }).sort(search.compare);
    return { hits: hits, more: [], partial: [], notes: [], number: '', dropped: [], spelled: [], groups: [] };
  }

  // ---- What is shown ---------------------------------------------------------------------------------------------------

  function clear(view) {
    for (const one of [view.list, view.relatedList, view.notes]) one.textContent = '';
    for (const one of [view.related, view.more, view.moreRelated]) one.hidden = true;
  }

  // The two lists of the page: the best answers there are, and behind exact ones those by other ways of writing.
  function listsOf(view, found, main, wish, manifest) {
    const others = found.hits.length ? found.more : [];
    return [
      { into: view.list, button: view.more, hits: search.arranged(main, wish, manifest, found), match: main === found.partial ? 'partial' : main === found.more ? 'other' : 'exact' },
      { into: view.relatedList, button: view.moreRelated, hits: search.arranged(others, wish, manifest, found), match: 'other' },
    ];
  }

  function showNotes(view, found, strange) {
    const dropped = found.dropped.length ? ['没有按“' + found.dropped.join('”“') + '”查找'] : [];
    const unknown = strange.map(function (one) { return '不认识' + one + '，没有按它筛选'; });
    for (const note of found.notes.concat(dropped, unknown)) view.notes.append(search.element('li', '', note));
  }

  function showHits(view, found, lists, spelled, kinds, isLate) {
    const beside = found.hits.length ? view.relatedList : view.list;
    for (const row of spelled) beside.append(search.spelledItem(row, kinds));
    for (const one of lists) fill(one, kinds, isLate);
    view.related.hidden = !view.relatedList.children.length;
    view.related.querySelector('h2').textContent = '照别的写法还有 ' + (lists[1].hits.length + (found.hits.length ? spelled.length : 0)) + ' 条';
  }

  function itemsOf(hits, match, kinds) { return Promise.all(hits.map(function (one) { return search.hitItem(one, match, kinds); })); }

  // Puts the first items into their list, and the rest behind its button.
  function fill(list, kinds, isLate) {
    let shown = list.items.length;
    list.into.append.apply(list.into, list.items);
    list.button.hidden = shown >= list.hits.length;
    list.button.onclick = async function () {
      const next = await itemsOf(list.hits.slice(shown, shown + SHOWN), list.match, kinds);
      if (isLate()) return;
      list.into.append.apply(list.into, next);
      shown += next.length;
      list.button.hidden = shown >= list.hits.length;
      next[0].querySelector('a').focus();
    };
  }

  function summary(found, wish, total, main, spelled) {
    if (!wish.q) return '共 ' + total + ' 条';
    if (!main.length && spelled.length) return '找到 ' + spelled.length + ' 条，按拼音';
    if (!main.length && found.number) return '没有找到文号“' + found.number + '”：没有这件公文，也没有公文提到它';
    if (!main.length) return '没有找到含有“' + wish.q + '”的内容';
    if (!total) return '没有找到符合筛选条件的内容';
    if (main === found.partial) return '没有同时含有这些词的内容。以下 ' + total + ' 条只含部分词';
    if (main === found.more) return '找到 ' + total + ' 条，都不是照原样写的，按每条所注的说法查找';
    return '找到 ' + total + ' 条';
  }
}(window.gongbaoSearch = window.gongbaoSearch || {}));
