// Runs the site's own search scripts in Node: loads index files from a folder as a browser would, answers one query a line of JSON.
const fs = require('fs');
const path = require('path');
const vm = require('vm');

const [assets, site] = process.argv.slice(2);
const loaded = [];
const head = {
  appendChild(script) {
    const file = path.join(site, script.src);
    setImmediate(() => {
      let text;
      try { text = fs.readFileSync(file, 'utf8'); } catch (error) { script.onerror(error); return; }
      loaded.push(Buffer.byteLength(text));
      vm.runInContext(text, context);
      script.onload();
    });
  },
};
const context = vm.createContext({ document: { head, createElement: () => ({ remove() {} }) }, console });
context.window = context;
context.globalThis = context;
for (const name of ['fold', 'query', 'index', 'rank']) vm.runInContext(fs.readFileSync(path.join(assets, `${name}.js`), 'utf8'), context);
const search = context.gongbaoSearch;

async function named(hits) {
  const out = [];
  for (const hit of hits) {
    const shown = await search.readHead(hit.record);
    out.push({ id: shown.id, kind: shown.kind, labels: hit.labels, missing: hit.missing });
  }
  return out;
}

async function answer(request) {
  if ('fold' in request) return request.fold.map((text) => search.fold(text));
  if ('words' in request) return search.splitWords(request.words);
  if ('letters' in request) return search.letters(request.letters);
  const before = loaded.length;
  const result = await search.find(request.query);
  const read = loaded.slice(before);
  return { hits: await named(result.hits), more: await named(result.more.slice(0, 20)), partial: await named(result.partial.slice(0, 20)), notes: result.notes,
    number: result.number, spelled: result.spelled, bytes: read.reduce((sum, one) => sum + one, 0), files: read.length };
}

(async () => {
  const requests = JSON.parse(fs.readFileSync(0, 'utf8'));
  const answers = [];
  for (const request of requests) answers.push(await answer(request));
  process.stdout.write(JSON.stringify(answers));
})();
