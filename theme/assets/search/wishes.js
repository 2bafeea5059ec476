/* What the address of the page of results asks for, and the address of a wish: {q, kind, year, section, organ, from, to, sort}, '' where nothing is asked. */
(function (search) {
  'use strict';

  const FILTERS = ['kind', 'year', 'section', 'organ', 'from', 'to'];

  search.readWish = function () {
    const values = new URLSearchParams(location.search);
    const wish = { q: (values.get('q') || '').trim(), sort: values.get('sort') === 'date' ? 'date' : '' };
    for (const name of FILTERS) wish[name] = values.get(name) || '';
    return wish;
  };

  search.addressOf = function (wish) {
    const values = new URLSearchParams();
    for (const name of ['q'].concat(FILTERS, 'sort')) if (wish[name]) values.set(name, wish[name]);
    const words = values.toString().replace(/\+/g, '%20');
    return location.pathname + (words ? '?' + words : '');
  };

  search.isFiltered = function (wish) { return FILTERS.some(function (name) { return wish[name]; }); };
}(window.gongbaoSearch = window.gongbaoSearch || {}));
