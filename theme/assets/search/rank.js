/* Finds the records a query means and puts them in order. What is not found as typed is kept apart and bears a label that says by what it was found. */
(function (search) {
  'use strict';

  const TITLE = 1;
  const BODY = 4;
  const ORGAN = 4;                // its number among the kinds
  const MOST_NAMES = 30;          // looked at to find the one that is meant
  const MOST_PLACES = 60;         // of one word in one record, for nearness and passages
  const MOST_PARTIAL = 100;
  const EPOCH = 719163;           // Python's ordinal of 1970-01-01

  search.isoDay = function (ordinal) { return new Date((ordinal - EPOCH) * 864e5).toISOString().slice(0, 10); };

  // ---- What each word is looked for by ---------------------------------------------------------------------------------

  function phrase(text, label) { return { type: 'phrase', text: search.fold(text), label: label || '' }; }

  function unquoted(word) { return word.quoted ? word.text.slice(1, -1) : word.text; }

  // The words of a query, each with the ways to look for it; ways with a label are more than was typed.
  async function understand(query) {
    const manifest = await search.manifest();
    const number = search.parseNumber(query, manifest.series);
    const notes = [];
    if (number) {
      const shown = search.formatNumber(number);
      const options = [{ type: 'number', number: number, text: shown, label: '' }];
      // 海政办发〔2018〕1 is the beginning of other numbers too.
      if (search.fold(query) + '号' === shown) options.push(phrase(query));
      return { groups: [{ shown: shown, options: options }], excluded: [], notes: notes, number: shown };
    }
    const words = search.splitWords(query);
    const typed = words.filter(function (word) { return !word.exclude; });
    const lists = await listsFor(typed.map(function (word) { return search.fold(word.text); }));
    const kept = typed.filter(function (word) { return typed.length < 2 || word.quoted || !lists.ignored.includes(search.fold(word.text)); });
    const groups = (kept.length ? kept : typed).map(function (word) { return makeGroup(word, lists, notes); });
    const dropped = typed.filter(function (word) { return kept.length && !kept.includes(word); });
    return {
      groups: groups, notes: notes, number: '',
      dropped: dropped.map(function (word) { return word.text; }),
      excluded: words.filter(function (word) { return word.exclude; }).map(function (word) { return { shown: word.text, options: [phrase(unquoted(word))] }; }),
    };
  }

  // {everyday, ignored, organs}: of the organs at least those with a form that begins like one of these folded texts.
  async function listsFor(texts) {
    const manifest = await search.manifest();
    const shards = new Set(texts.map(function (text) { return text.codePointAt(0) % manifest.shards; }));
    const paths = [manifest.words + '/words'].concat(Array.from(shards, function (shard) { return manifest.organs + '/' + shard; }));
    const read = await Promise.all(paths.map(search.load));
    const organs = new Map([].concat.apply([], read.slice(1)).map(function (row) { return [row[0], row]; }));
    return { everyday: read[0].everyday, ignored: read[0].ignored, organs: Array.from(organs.values()) };
  }

  function makeGroup(word, lists, notes) {
    const group = { shown: unquoted(word), options: [phrase(word.text)] };
    if (word.quoted) {
      group.unquoted = phrase(unquoted(word));
      return group;
    }
    const folded = search.fold(word.text);
    const day = search.parseDay(word.text);
    if (day) group.options.push({ type: 'day', day: day, text: '', label: '日期为' + search.formatDay(day) });
    for (const organ of lists.organs) {
      const forms = organ.slice(1);
      if (!forms.some(function (form) { return search.fold(form) === folded; })) continue;
      group.organ = organ[0];
      if (search.fold(forms[0]) !== folded) notes.push('“' + word.text + '”即“' + forms[0] + '”');
      for (const form of forms) {
        if (!search.fold(form).includes(folded)) group.options.push(phrase(form, '按“' + form + '”查找'));
      }
    }
    for (const row of lists.everyday) {
      if (row[0] === folded) for (const official of row.slice(1)) group.options.push(phrase(official, '按“' + official + '”查找'));
    }
    return group;
  }

  // ---- Where the words stand -------------------------------------------------------------------------------------------

  // For each record of a segment that holds the option: {field, first, places, body, length, label, outside}.
  async function readOption(segment, option) {
    const found = new Map();
    if (option.type === 'day') return readDays(segment, option);
    const chars = Array.from(option.text);
    let places;
    let fields;
    let texts = null;
    if (option.type === 'number') {
      const rows = await search.readNumber(segment, option.number);
      places = rows.map(function (row) { return row[1]; });
      fields = rows.map(function (row) { return row[2]; });
      texts = rows.map(function (row) { return search.formatNumber({ series: option.number.series, year: row[0], serial: option.number.serial }); });
    } else if (chars.length === 1) {
      return readOneCharacter(segment, option, chars[0]);
    } else {
      const list = await search.readPhrase(segment, chars);
      places = list.places;
      fields = list.fields;
    }
    if (!places.length) return found;
    const records = await search.readFacts(segment);
    let outer = 0;
    for (let index = 0; index < places.length; index += 1) {
      const place = places[index];
      const said = texts ? { label: option.label, text: texts[index] } : option;
      const length = Array.from(said.text).length;
      outer = outerAt(records, place, outer);
      let outside = true;
      for (let inner = outer + 1; inner < records.length && records[inner].outer === outer; inner += 1) {
        if (records[inner].start <= place && place + length <= records[inner].end) {
          note(found, inner, place, fields[index], length, said, true);
          outside = false;
        }
      }
      note(found, outer, place, fields[index], length, said, outside);
    }
    return found;
  }

  function outerAt(records, place, from) {
    let low = from;
    let high = records.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (records[records[middle].outer].start <= place) low = middle; else high = middle - 1;
    }
    return records[low].outer;
  }

  function note(found, record, place, field, length, option, outside) {
    const known = found.get(record);
    if (!known) {
      found.set(record, { field: field, first: place, places: [place], body: field === BODY ? place : null, length: length, label: option.label, text: option.text, outside: outside, count: 1 });
      return;
    }
    known.count += 1;
    if (field < known.field) { known.field = field; known.first = place; }
    if (known.body === null && field === BODY) known.body = place;
    if (known.places.length < MOST_PLACES) known.places.push(place);
    known.outside = known.outside || outside;
  }

  async function readOneCharacter(segment, option, char) {
    const found = new Map();
    const rows = await search.readCharacter(segment, char);
    if (!rows.length) return found;
    const records = await search.readFacts(segment);
    for (const row of rows) {
      const record = records[row[0]];
      const place = record.start + row[1];
      let outside = true;
      for (let inner = record.index + 1; record.outer === record.index && inner < records.length && records[inner].outer === record.index; inner += 1) {
        if (records[inner].start <= place && place < records[inner].end) outside = false;
      }
      note(found, record.index, place, row[2], 1, option, outside);
    }
    return found;
  }

  async function readDays(segment, option) {
    const found = new Map();
    const day = option.day;
    for (const record of await search.readFacts(segment)) {
      if (record.day === null || record.outer !== record.index) continue;
      const parts = search.isoDay(record.day).split('-').map(Number);
      if ((day.year === null || day.year === parts[0]) && day.month === parts[1] && (day.day === null || day.day === parts[2])) {
        found.set(record.index, { field: BODY, first: record.start, places: [record.start], body: null, length: 0, label: option.label, text: '', outside: true, count: 1 });
      }
    }
    return found;
  }

  // The records of a segment by one group: as typed, and (`more`) by the other ways too.
  async function readGroup(segment, group) {
    const maps = await Promise.all(group.options.map(function (option) { return readOption(segment, option); }));
    const exact = new Map();
    const more = new Map();
    maps.forEach(function (map, index) {
      const into = group.options[index].label ? more : exact;
      map.forEach(function (entry, record) {
        const known = into.get(record);
        if (!known || entry.field < known.field) into.set(record, entry);
      });
    });
    exact.forEach(function (entry, record) { more.set(record, entry); });
    return { exact: exact, more: more };
  }

  // ---- Order -----------------------------------------------------------------------------------------------------------

  // The shortest stretch that holds a place of every word, measured from the places of the first.
  function nearness(entries) {
    if (entries.length < 2) return 0;
    let best = Infinity;
    for (const place of entries[0].places) {
      let from = place;
      let to = place;
      for (const other of entries.slice(1)) {
        const near = other.places.reduce(function (one, two) { return Math.abs(two - place) < Math.abs(one - place) ? two : one; });
        from = Math.min(from, near);
        to = Math.max(to, near);
      }
      best = Math.min(best, to - from);
    }
    return best;
  }

  function order(record, entries) {
    const fields = entries.reduce(function (sum, entry) { return sum + entry.field; }, 0) / entries.length;
    const first = Math.min.apply(null, entries.map(function (entry) { return entry.first; })) - record.start;
    return [fields, Math.floor(nearness(entries) / 20), Math.floor(first / 100), -(record.day || 0), record.start];
  }

  search.compare = function (one, other) {
    for (let at = 0; at < Math.max(one.order.length, other.order.length); at += 1) {
      const difference = (one.order[at] || 0) - (other.order[at] || 0);
      if (difference) return difference;
    }
    return 0;
  };

  function hit(record, entries, missing) {
    const labels = Array.from(new Set(entries.map(function (entry) { return entry.label; }).filter(Boolean)));
    return {
      record: record, entries: entries, labels: labels, missing: missing || [],
      words: entries.map(function (entry) { return entry.text; }).filter(Boolean),
      onlyInside: entries.every(function (entry) { return !entry.outside; }),
      order: order(record, entries),
    };
  }

  // ---- The search ------------------------------------------------------------------------------------------------------

  // {hits, more, partial, notes, number, words}: hits as typed; more: by a label; partial: where no record holds all words.
  search.find = async function (query) {
    const meant = await understand(query);
    let result = await findAll(meant);
    if (!result.hits.length) {
      const other = await reread(query, meant, result);
      if (other) result = other;
    }
    result.spelled = await search.spelled(query, false);
    result.query = query;
    return result;
  };

  async function findAll(meant) {
    const manifest = await search.manifest();
    const segments = await Promise.all(manifest.segments.map(function (segment) { return findIn(segment, meant); }));
    const result = { hits: [], more: [], partial: [], notes: meant.notes.slice(), number: meant.number, groups: meant.groups, dropped: meant.dropped || [], counts: [] };
    meant.groups.forEach(function (_, index) { result.counts.push(segments.reduce(function (sum, one) { return sum + one.read[index].more.size; }, 0)); });
    result.typed = meant.groups.map(function (_, index) { return segments.some(function (one) { return one.read[index].exact.size; }); });
    for (const one of segments) {
      result.hits.push.apply(result.hits, one.hits);
      result.more.push.apply(result.more, one.more);
    }
    if (!result.hits.length && !result.more.length && meant.groups.length > 1) result.partial = partialHits(segments, meant.groups, result.counts);
    await firstWhoIsMeant(result.hits, meant.groups);
    result.hits.sort(search.compare);
    result.more.sort(search.compare);
    return result;
  }

  async function findIn(segment, meant) {
    const read = await Promise.all(meant.groups.map(function (group) { return readGroup(segment, group); }));
    const out = { segment: segment, read: read, hits: [], more: [], records: [] };
    if (!read.some(function (one) { return one.more.size; })) return out;
    out.records = await search.readFacts(segment);
    const excluded = await Promise.all(meant.excluded.map(function (group) { return readGroup(segment, group); }));
    const shut = function (index) { return excluded.some(function (one) { return one.exact.has(index); }); };
    out.shut = shut;
    const smallest = read.reduce(function (one, two) { return two.more.size < one.more.size ? two : one; });
    smallest.more.forEach(function (_, index) {
      if (shut(index) || !read.every(function (one) { return one.more.has(index); })) return;
      const exact = read.every(function (one) { return one.exact.has(index); });
      const entries = read.map(function (one) { return (exact ? one.exact : one.more).get(index); });
      (exact ? out.hits : out.more).push(hit(out.records[index], entries));
    });
    return out;
  }

  // Records with some of the words, those with more and rarer words first.
  function partialHits(segments, groups, counts) {
    const total = segments.reduce(function (sum, one) { return sum + one.segment.records; }, 0);
    const weights = counts.map(function (count) { return count ? Math.log(1 + total / count) : 0; });
    const found = [];
    for (const one of segments) {
      const indexes = new Set();
      one.read.forEach(function (group) { group.more.forEach(function (_, index) { indexes.add(index); }); });
      indexes.forEach(function (index) {
        if (one.shut(index)) return;
        const held = groups.map(function (_, at) { return one.read[at].more.get(index); });
        const made = hit(one.records[index], held.filter(Boolean), groups.filter(function (_, at) { return !held[at]; }).map(function (group) { return group.shown; }));
        const weight = held.reduce(function (sum, entry, at) { return sum + (entry ? weights[at] : 0); }, 0);
        made.order.unshift(-Math.round(weight * 10));
        found.push(made);
      });
    }
    return found.sort(search.compare).slice(0, MOST_PARTIAL);
  }

  // The person, organ or post whose name the query is, in whatever form, stands before what only holds it.
  async function firstWhoIsMeant(hits, groups) {
    if (groups.length !== 1 || groups[0].options[0].type !== 'phrase') return;
    const named = hits.filter(function (one) {
      return one.record.kind > 2 && (groups[0].organ ? one.record.kind === ORGAN : one.entries[0].field === TITLE && one.entries[0].first === one.record.start);
    });
    if (named.length > MOST_NAMES) return;
    await Promise.all(named.map(async function (one) {
      const head = await search.readHead(one.record);
      if (head.id === groups[0].organ || search.fold(head.title) === groups[0].options[0].text) one.order.unshift(-1);
    }));
  }

  // ---- Other readings of what was not found --------------------------------------------------------------------------------

  async function reread(query, meant, result) {
    const manifest = await search.manifest();
    const changed = [];
    if (meant.number) return null;
    for (let index = 0; index < meant.groups.length; index += 1) {
      const group = meant.groups[index];
      if (result.typed[index]) continue;
      if (group.unquoted) { group.options = [group.unquoted]; changed.push(''); continue; }
      const simple = simplify(group.options[0].text, await search.load(manifest.traditional + '/pairs'));
      if (simple !== group.options[0].text) {
        meant.groups[index] = makeGroup({ text: simple, quoted: false }, await listsFor([simple]), meant.notes);
        changed.push('“' + group.shown + '”按简体“' + simple + '”查找');
      }
    }
    if (changed.length) {
      meant.notes = meant.notes.concat(changed.filter(Boolean));
      const again = await findAll(meant);
      if (again.hits.length || again.more.length) return again;
      result = again;
    }
    if (result.more.length || meant.groups.length !== 1 || search.splitWords(query).length !== 1) return changed.length ? result : null;
    return (await takeApart(meant)) || (changed.length ? result : null);
  }

  function simplify(text, pairs) {
    const chars = Array.from(pairs);
    const map = new Map();
    for (let at = 0; at < chars.length; at += 2) map.set(chars[at], chars[at + 1]);
    return Array.from(text, function (char) { return map.get(char) || char; }).join('');
  }

  // One long word that stands nowhere, taken apart where it holds a word of the lists: 写字楼补贴 is 写字楼 and 补贴.
  async function takeApart(meant) {
    const chars = Array.from(meant.groups[0].options[0].text);
    const lists = await listsFor(chars);
    const known = new Set(lists.ignored);
    lists.everyday.forEach(function (row) { known.add(row[0]); });
    lists.organs.forEach(function (row) { row.slice(1).forEach(function (form) { known.add(search.fold(form)); }); });
    const words = [];
    let loose = '';
    for (let at = 0; at < chars.length;) {
      let length = Math.min(20, chars.length - at);
      while (length > 1 && !known.has(chars.slice(at, at + length).join(''))) length -= 1;
      if (length > 1) {
        words.push(loose, chars.slice(at, at + length).join(''));
        loose = '';
      } else loose += chars[at];
      at += length;
    }
    words.push(loose);
    const kept = words.filter(function (word) { return word && !lists.ignored.includes(word); });
    if (!kept.length || (kept.length === 1 && kept[0] === chars.join(''))) return null;
    const notes = ['没有连着写的“' + meant.groups[0].shown + '”，分作“' + kept.join('”“') + '”查找'];
    const groups = kept.map(function (word) { return makeGroup({ text: word, quoted: false }, lists, notes); });
    const found = await findAll({ groups: groups, excluded: meant.excluded, notes: notes, number: '', dropped: [] });
    for (const one of found.hits) one.labels = ['分词查找'];
    return found.hits.length || found.more.length || found.partial.length ? found : null;
  }

  // ---- Spelling --------------------------------------------------------------------------------------------------------

  // The letters of a spelling: lǚ, lü and lv are one, and so are hǎi and hai.
  search.letters = function (query) {
    return query.normalize('NFKC').toLowerCase().normalize('NFD').replace(/u[\u0300-\u036f]*\u0308/g, 'v').replace(/[\u0300-\u036f\s'’]/g, '');
  };

  // People and organs whose name is spelled so, in full or by first letters: [{title, kind, url, whole}].
  search.spelled = async function (query, prefix) {
    const letters = search.letters(query);
    if (!/^[a-z]{2,60}$/.test(letters)) return [];
    const manifest = await search.manifest();
    if (!manifest.letters.includes(letters[0])) return [];
    const rows = await search.load(manifest.spelling + '/' + letters[0]);
    const fits = function (spelling) { return prefix ? spelling.startsWith(letters) : spelling === letters; };
    const seen = new Set();
    return rows.filter(function (row) {
      if (!(fits(row[0]) || fits(row[1])) || seen.has(row[4])) return false;
      seen.add(row[4]);
      return true;
    }).map(function (row) { return { title: row[2], kind: row[3], url: row[4], id: row[4].replace(/^.*\/|\.html$/g, '') }; });
  };
}(window.gongbaoSearch = window.gongbaoSearch || {}));
