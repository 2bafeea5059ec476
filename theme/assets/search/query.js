/* What a reader means by the words typed: words, phrases, words to leave out; a document number or a day in any spelling. */
(function (search) {
  'use strict';

  const QUOTES = { '"': '"', '“': '”', '「': '」', '＂': '＂' };

  // [{text, exclude, quoted}] in the order typed. A quote counts as one only where it opens at the start of a word and closes at its end.
  search.splitWords = function (query) {
    const words = [];
    let rest = query.slice(0, 2000).replace(/[\s\u3000\ufeff\u200b]+/g, ' ').trim();
    while (rest) {
      const minus = /^[-－](?=[^\s\d０-９])/.test(rest) ? rest[0] : '';     // -5% is a figure
      const body = rest.slice(minus.length);
      const close = QUOTES[body[0]];
      const end = close ? body.indexOf(close, 1) : -1;
      let text = body.split(' ', 1)[0];
      let quoted = false;
      if (end > 1 && (end + 1 === body.length || body[end + 1] === ' ')) {
        text = body.slice(0, end + 1);
        quoted = true;
      }
      words.push({ text: text, minus: minus, quoted: quoted });
      rest = body.slice(text.length).trim();
    }
    const positive = words.some(function (word) { return !word.minus; });
    return words.map(function (word) {
      return { text: (positive ? '' : word.minus) + word.text, exclude: positive && Boolean(word.minus), quoted: word.quoted };
    }).filter(function (word) { return search.fold(word.text); });
  };

  // {series, year (null: any), serial} of a query that is a document number and nothing else; `series` are those known, the longest first.
  search.parseNumber = function (query, series) {
    const text = query.normalize('NFKC').toLowerCase().replace(/[([{【〔﹝〖]/g, '〔').replace(/[)\]}】〕﹞〗]/g, '〕').trim();
    const squeezed = search.fold(text);
    const own = series.find(function (word) { return squeezed.startsWith(word); });
    if (!own) return null;
    let at = 0;
    for (let taken = ''; taken.length < own.length; at += 1) taken += search.fold(text[at]);
    const rest = text.slice(at);
    const found = /^\s*(?:〔?\s*((?:19|20)\d\d)[\s〕年./—–-]*)?第?\s*(\d{1,5})\s*号?$/.exec(rest);
    if (!found) return null;
    const serial = Number(found[2]);
    if (!found[1] && /^\s*(19|20)\d\d$/.test(rest)) return null;   // 海政发2018: a year, no number
    return { series: own, year: found[1] ? Number(found[1]) : null, serial: serial };
  };

  search.formatNumber = function (number) {
    return number.series + (number.year ? '〔' + number.year + '〕' : '') + number.serial + '号';
  };

  // {year, month, day}, null where not said, of a word that is a day or a month.
  search.parseDay = function (word) {
    const text = search.fold(word);
    const full = /^(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?$/.exec(text) || /^((?:19|20)\d\d)(\d\d)(\d\d)$/.exec(text);
    if (full) return valid(Number(full[1]), Number(full[2]), Number(full[3]));
    const month = /^(\d{4})(?:年(\d{1,2})月|[-./](\d{1,2}))$/.exec(text);
    if (month) return valid(Number(month[1]), Number(month[2] || month[3]), null);
    const day = /^(\d{1,2})月(\d{1,2})日$/.exec(text);
    return day ? valid(null, Number(day[1]), Number(day[2])) : null;
  };

  function valid(year, month, day) {
    const date = new Date(Date.UTC(year || 2000, month - 1, day || 1));
    return month >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === (day || 1) ? { year: year, month: month, day: day } : null;
  }

  search.formatDay = function (day) {
    return (day.year ? day.year + '年' : '') + day.month + '月' + (day.day ? day.day + '日' : '');
  };
}(window.gongbaoSearch = window.gongbaoSearch || {}));
