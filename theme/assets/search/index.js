/* Reads the index that generator/search writes: its files are scripts that hand over one piece each. */
(function (search) {
  'use strict';

  const BASE = 46;
  const BODY = 4;                 // the place of running text; smaller ones are number, title, heading, caption
  const VALUES = new Uint8Array(128);
  for (let code = 0x21, value = 0; code < 0x7f; code += 1) {
    if (code !== 0x22 && code !== 0x5c) { VALUES[code] = value; value += 1; }
  }

  const waiting = new Map();
  const promises = new Map();
  search.root = search.root || '';

  // Called by every file of the index.
  search.put = function (key, value) {
    const take = waiting.get(key);
    waiting.delete(key);
    if (take) take(value);
  };

  search.load = function (key) {
    if (!promises.has(key)) {
      promises.set(key, new Promise(function (resolve, reject) {
        const script = document.createElement('script');
        waiting.set(key, function (value) { resolve(value); });
        script.onload = function () {
          script.remove();
          if (waiting.has(key)) reject(new Error(key));
        };
        script.onerror = function () {
          script.remove();
          waiting.delete(key);
          promises.delete(key);     // the next search may try again
          reject(new Error(key));
        };
        script.src = search.root + 'search/' + key + '.js';
        document.head.appendChild(script);
      }));
    }
    return promises.get(key);
  };

  search.manifest = function () { return search.load('manifest'); };

  function decode(digits) {
    const values = [];
    let value = 0;
    let scale = 1;
    for (let at = 0; at < digits.length; at += 1) {
      const digit = VALUES[digits.charCodeAt(at)];
      if (digit < BASE) {
        values.push(value + digit * scale);
        value = 0;
        scale = 1;
      } else {
        value += (digit - BASE) * scale;
        scale *= BASE;
      }
    }
    return values;
  }

  function unzigzag(value) { return value % 2 ? -(value + 1) / 2 : value / 2; }

  function shardOf(key, shards) {
    let value = 0;
    for (const char of key) value = (Math.imul(value, 31) + char.codePointAt(0)) >>> 0;
    return value % shards;
  }

  const shards = new Map();       // lines of a shard by their keys

  async function digitsOf(segment, key) {
    const name = segment.path + '/' + shardOf(key, segment.shards);
    const text = await search.load(name);
    if (!shards.has(name)) {
      shards.set(name, new Map(text.split('\n').map(function (line) {
        const tab = line.indexOf('\t');
        return [line.slice(0, tab), line.slice(tab + 1)];
      })));
    }
    const digits = shards.get(name).get(key);
    if (digits !== '') return digits || null;
    return search.load(segment.path + '/k' + Array.from(key, function (char) { return char.codePointAt(0).toString(16); }).join('-'));
  }

  // Where a pair of characters stands: rising places, and the `Place` of each in `fields`.
  async function readPair(segment, key) {
    const digits = await digitsOf(segment, key);
    if (!digits) return null;
    const values = decode(digits);
    const count = values[0];
    const weighty = [];
    let at = 0;
    for (let index = 1; index <= count; index += 1) {
      at += Math.floor(values[index] / BODY);
      weighty.push([at, values[index] % BODY]);
    }
    const places = [];
    const fields = [];
    let next = 0;
    at = 0;
    for (let index = count + 1; index < values.length; index += 1) {
      at += values[index];
      for (; next < count && weighty[next][0] < at; next += 1) { places.push(weighty[next][0]); fields.push(weighty[next][1]); }
      places.push(at);
      fields.push(BODY);
    }
    for (; next < count; next += 1) { places.push(weighty[next][0]); fields.push(weighty[next][1]); }
    return { places: places, fields: fields };
  }

  // Every place of a phrase of two or more characters.
  search.readPhrase = async function (segment, chars) {
    const parts = [];
    for (let at = 0; at + 2 <= chars.length; at += 2) parts.push(at);
    if (chars.length % 2) parts.push(chars.length - 2);
    let found = null;
    for (let next = 0; next < parts.length; next += 2) {    // two at a time: most segments are ruled out by the first two
      const lists = await Promise.all(parts.slice(next, next + 2).map(function (at) { return readPair(segment, chars[at] + chars[at + 1]); }));
      for (let index = 0; index < lists.length; index += 1) {
        const list = lists[index];
        if (!list) return { places: [], fields: [] };
        found = found ? meet(found, list, parts[next + index]) : list;
      }
      if (!found.places.length) return found;
    }
    return found;
  };

  // Those places of `one` that have a place of `other` exactly `shift` behind them.
  function meet(one, other, shift) {
    const places = [];
    const fields = [];
    for (let i = 0, j = 0; i < one.places.length && j < other.places.length;) {
      const difference = one.places[i] + shift - other.places[j];
      if (difference === 0) { places.push(one.places[i]); fields.push(one.fields[i]); i += 1; j += 1; } else if (difference < 0) i += 1; else j += 1;
    }
    return { places: places, fields: fields };
  }

  // For each record that holds one character: [record, place within it, field].
  search.readCharacter = async function (segment, char) {
    const digits = await digitsOf(segment, char);
    const values = digits ? decode(digits) : [];
    const found = [];
    let record = 0;
    for (let at = 0; at < values.length; at += 2) {
      record += values[at];
      found.push([record, Math.floor(values[at + 1] / (BODY + 1)), values[at + 1] % (BODY + 1)]);
    }
    return found;
  };

  // Every place where a number of the series and serial stands: [year, place, field].
  search.readNumber = async function (segment, number) {
    const digits = await digitsOf(segment, number.series + number.serial + '号');
    const values = digits ? decode(digits) : [];
    const found = [];
    let at = 0;
    for (let index = 0; index < values.length; index += 3) {
      at += values[index + 1];
      if (number.year === null || number.year === values[index]) found.push([values[index], at, values[index + 2]]);
    }
    return found;
  };

  // The year of the issue a volume holds; '' for the names, which are of no year.
  function yearOf(volume) { return /^\d{4}-/.test(volume[0]) ? volume[0].slice(0, 4) : ''; }

  // All years that have issues.
  search.years = async function () {
    const years = (await search.manifest()).segments.map(function (segment) { return segment.volumes.map(yearOf); });
    return Array.from(new Set([].concat.apply([], years))).filter(Boolean);
  };

  const facts = new Map();

  // The records of a segment in order: {kind, day (days since 0001-01-01 plus one, null), start, end, outer (record it lies within, or itself), year}.
  search.readFacts = async function (segment) {
    if (!facts.has(segment.path)) {
      const values = decode(await search.load(segment.path + '/facts'));
      const records = [];
      let day = 0;
      let start = 0;
      let outer = 0;
      let volume = 0;
      for (let at = 0; at < values.length;) {
        while (volume + 1 < segment.volumes.length && segment.volumes[volume + 1][2] <= records.length) volume += 1;
        const code = values[at];
        const isInner = code % 2 === 1;
        const hasDay = Math.floor(code / 2) % 2 === 1;
        at += 1;
        if (hasDay) { day += unzigzag(values[at]); at += 1; }
        start += unzigzag(values[at]);
        if (!isInner) outer = records.length;
        records.push({ index: records.length, kind: Math.floor(code / 4), day: hasDay ? day : null, start: start, end: start + values[at + 1], outer: outer, segment: segment, year: yearOf(segment.volumes[volume]) });
        at += 2;
      }
      facts.set(segment.path, records);
    }
    return facts.get(segment.path);
  };

  const filters = new Map();

  // For each record of a segment its section ('' where none) and the ids of the organs it names.
  search.readFilters = async function (segment) {
    if (!filters.has(segment.path)) {
      const raw = await search.load(segment.path + '/filters');
      const values = decode(raw.rows);
      const rows = [];
      for (let at = 0; at < values.length;) {
        const row = { section: values[at] ? raw.sections[values[at] - 1] : '', organs: [] };
        let organ = 0;
        for (let count = 0; count < values[at + 1]; count += 1) {
          organ += values[at + 2 + count];
          row.organs.push(raw.organs[organ]);
        }
        at += 2 + values[at + 1];
        rows.push(row);
      }
      filters.set(segment.path, rows);
    }
    return filters.get(segment.path);
  };

  async function blockAt(segment, place) {
    const size = (await search.manifest()).block;
    const block = Math.floor(place / size);
    let volume = segment.volumes[0];
    for (const other of segment.volumes) if (other[1] <= block) volume = other;
    return { content: await search.load(volume[0] + '/' + (block - volume[1])), start: block * size, size: size, first: volume[2] };
  }

  search.readHead = async function (record) {
    const block = await blockAt(record.segment, record.start);
    const head = block.content.heads[record.index - block.first];
    return { id: head[0], kind: head[1], url: head[2], title: head[3], number: head[4], issuer: head[5], date: head[6], year: head[7] };
  };

  // The print that folds to [from, to) and some more on either side, of one record: [{start, text, anchor, tableAnchor}].
  search.readPrint = async function (record, from, to) {
    const rows = [];
    const start = Math.max(record.start, from);
    const end = Math.min(record.end, to);
    const size = (await search.manifest()).block;
    for (let at = Math.floor(start / size) * size; at < end; at += size) {
      const block = await blockAt(record.segment, at);
      for (const row of block.content.rows) {
        const place = block.start + row[0];
        if (place >= record.start && place < record.end) rows.push({ start: place, text: row[1], anchor: row[2], tableAnchor: row[3] || row[2] });
      }
    }
    return rows;
  };
}(window.gongbaoSearch = window.gongbaoSearch || {}));
