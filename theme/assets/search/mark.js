/* Marks words: in a passage of the results, and on the page that a hit opens. Text nodes only, nothing is ever read as HTML. */
(function (search) {
  'use strict';

  const SKIPPED = '.gb-crumbs, .gb-foot, .gb-around, .gb-toc, .gb-facts, .gb-mark-bar, script, style, noscript, title, desc';

  // Where the folded words stand in `view` (of foldWithPlaces): [from, to) among its folded characters, in order, none within another.
  function stretches(view, words) {
    const found = [];
    for (const word of words) {
      const chars = Array.from(word);
      for (let at = 0; at + chars.length <= view.folded.length; at += 1) {
        let same = 0;
        while (same < chars.length && view.folded[at + same] === chars[same]) same += 1;
        if (chars.length && same === chars.length) found.push([at, at + same]);
      }
    }
    found.sort(function (one, other) { return one[0] - other[0] || other[1] - one[1]; });
    const joined = [];
    for (const one of found) {
      const last = joined[joined.length - 1];
      if (last && one[0] < last[1]) last[1] = Math.max(last[1], one[1]); else joined.push(one.slice());
    }
    return joined;
  }

  search.appendMarked = function (parent, text, words) {
    const view = search.foldWithPlaces(text);
    let done = 0;
    for (const one of stretches(view, words)) {
      const from = Math.max(done, view.places[one[0]][0]);
      const to = view.places[one[1] - 1][1];
      if (to <= from) continue;
      parent.append(text.slice(done, from));
      const mark = document.createElement('mark');
      mark.textContent = text.slice(from, to);
      parent.append(mark);
      done = to;
    }
    parent.append(text.slice(done));
  };

  // The folded text of all text nodes below `root` in a row, each character with its node and place there.
  function readNodes(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, {
      acceptNode: function (node) { return node.parentElement.closest(SKIPPED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT; },
    });
    const view = { folded: [], places: [] };
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const own = search.foldWithPlaces(node.data);
      const last = view.folded[view.folded.length - 1];
      if (own.folded.length && last && /[a-z0-9]/.test(last) && /[a-z0-9]/.test(own.folded[0])) { view.folded.push('\n'); view.places.push(null); }
      own.folded.forEach(function (char, index) {
        view.folded.push(char);
        view.places.push({ node: node, from: own.places[index][0], to: own.places[index][1] });
      });
    }
    return view;
  }

  // Wraps the stretch in one <mark> for each text node it runs through; the first of them.
  function wrap(view, stretch) {
    const parts = [];
    for (let at = stretch[0]; at < stretch[1]; at += 1) {
      const place = view.places[at];
      const last = parts[parts.length - 1];
      if (!place) continue;
      if (last && last.node === place.node) last.to = place.to; else parts.push({ node: place.node, from: place.from, to: place.to });
    }
    return parts.map(function (part) {
      const node = part.from ? part.node.splitText(part.from) : part.node;
      if (part.to - part.from < node.data.length) node.splitText(part.to - part.from);
      const mark = document.createElement('mark');
      mark.className = 'gb-found';
      node.replaceWith(mark);
      mark.append(node);
      return mark;
    })[0];
  }

  search.markPage = function (query) {
    const article = document.querySelector('article');
    const words = search.splitWords(query).filter(function (word) { return !word.exclude; })
      .map(function (word) { return search.fold(word.quoted ? word.text.slice(1, -1) : word.text); });
    if (!article || !words.length) return;
    const view = readNodes(article);
    const found = stretches(view, words).reverse().map(function (one) { return wrap(view, one); }).reverse().filter(Boolean);
    if (!found.length) return;
    addBar(article, found, words);
  };

  function reveal(mark) {
    document.querySelectorAll('.gb-found-here').forEach(function (one) { one.classList.remove('gb-found-here'); });
    for (let around = mark.closest('details'); around; around = around.parentElement.closest('details')) around.open = true;
    mark.classList.add('gb-found-here');
    mark.scrollIntoView({ block: 'center' });
  }

  // An address may hold what no text is written as: #%E0.
  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch (fault) {
      return text;
    }
  }

  // The mark at the address's fragment, else the first behind it, else the first of the page.
  function firstOf(found) {
    const target = location.hash.length > 1 ? document.getElementById(decoded(location.hash.slice(1))) : null;
    if (!target) return 0;
    const at = found.findIndex(function (mark) { return target.contains(mark) || target.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING; });
    return Math.max(0, at);
  }

  function addBar(article, found, words) {
    const bar = document.createElement('div');
    bar.className = 'gb-mark-bar';
    bar.setAttribute('role', 'region');
    bar.setAttribute('aria-label', '标出的词');
    const says = document.createElement('span');
    says.setAttribute('role', 'status');
    let at = firstOf(found);
    const show = function (next) {
      at = (next + found.length) % found.length;
      says.textContent = '标出“' + words.join('”“') + '”，第 ' + (at + 1) + ' 处，共 ' + found.length + ' 处';
      reveal(found[at]);
    };
    bar.append(says);
    [['上一处', function () { show(at - 1); }], ['下一处', function () { show(at + 1); }], ['不再标出', function () { clear(bar); }]].forEach(function (one) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = one[0];
      button.addEventListener('click', one[1]);
      bar.append(button);
    });
    article.prepend(bar);
    show(at);
  }

  function clear(bar) {
    bar.remove();
    document.querySelectorAll('mark.gb-found').forEach(function (mark) {
      const parent = mark.parentNode;
      mark.replaceWith.apply(mark, mark.childNodes);
      parent.normalize();
    });
  }
}(window.gongbaoSearch = window.gongbaoSearch || {}));
