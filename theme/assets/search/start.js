/* On every page: the key "/", and the search itself as soon as somebody turns to it. Loads nothing before that. */
(function (search) {
  'use strict';

  const folder = document.currentScript.src.replace(/[^/]*$/, '');
  search.root = folder.replace(/assets\/search\/$/, '');
  const loading = {};
  const BOXES = '.gb-search-form input[name="q"], .gb-header-search input[name="q"]';

  // The scripts, fetched side by side and run in this order; each once.
  function need(names) {
    return Promise.all(names.map(function (name) {
      loading[name] = loading[name] || new Promise(function (resolve, reject) {
        const script = document.createElement('script');
        script.async = false;
        script.onload = resolve;
        script.onerror = reject;
        script.src = folder + name + '.js';
        document.head.appendChild(script);
      });
      return loading[name];
    }));
  }

  document.addEventListener('keydown', function (event) {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target;
    if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    const fields = document.querySelectorAll(BOXES);
    const field = Array.from(fields).find(function (one) { return one.offsetParent !== null; });
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  function prepare(event) {
    const field = event.target;
    if (!field.matches || !field.matches(BOXES) || field.dataset.suggests) return;
    const before = event.type === 'focusin' ? field.value : '';
    need(['fold', 'query', 'index', 'rank', 'suggest']).then(function () { search.suggest(field, before); }, function () { /* the form still leads to the search page */ });
  }
  document.addEventListener('focusin', prepare);
  document.addEventListener('input', prepare);    // where the box had the focus before this script came, or the window has none
  // Letters may be under way in an input method while the scripts are still being fetched.
  document.addEventListener('compositionstart', function (event) { if (event.target.dataset) event.target.dataset.composing = 'yes'; });
  document.addEventListener('compositionend', function (event) { if (event.target.dataset) delete event.target.dataset.composing; });

  if (document.querySelector('[data-search-form][data-search-page]')) {
    need(['fold', 'query', 'index', 'rank', 'mark', 'wishes', 'filters', 'hits', 'page']).then(function () { search.startPage(); }, function () {
      document.querySelector('[data-search-status]').textContent = '没有读到搜索程序，请确认网站文件齐全。';
    });
  } else if (new URLSearchParams(location.search).get('q')) {
    need(['fold', 'query', 'mark']).then(function () { search.markPage(new URLSearchParams(location.search).get('q')); }, function () { /* the page is read without marks */ });
  }
}(window.gongbaoSearch = window.gongbaoSearch || {}));
