/* The form in which words are compared; generator/search/folding.py does the same. A classic script, as all here: pages opened from a folder load no modules. */
(function (search) {
  'use strict';

  const WHITE = /[ \t\r\n\f\v\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]+/g;
  const known = new Map();

  function foldChar(char) {
    let folded = known.get(char);
    if (folded === undefined) {
      folded = char.normalize('NFKC').toLowerCase().normalize('NFKC')
        .replace(/[([{【〔﹝〖]/g, '〔').replace(/[)\]}】〕﹞〗]/g, '〕').replace(WHITE, '');
      known.set(char, folded);
    }
    return folded;
  }

  search.fold = function (text) { return Array.from(text, foldChar).join(''); };

  // The folded characters of `text`, each with where in `text` (in UTF-16 units) it begins and ends.
  search.foldWithPlaces = function (text) {
    const folded = [];
    const places = [];
    let at = 0;
    for (const char of text) {
      for (const piece of foldChar(char)) {
        folded.push(piece);
        places.push([at, at + char.length]);
      }
      at += char.length;
    }
    return { folded: folded, places: places };
  };
}(window.gongbaoSearch = window.gongbaoSearch || {}));
