// Part 2: the same questions to the store, to DuckDB and to SQLite over raw rows: first equal, then timed in interleaved rounds.
import { comparable, duckdbAnswers, sqliteAnswers, storeAnswers } from './answers.mjs';
import { filesOf, openStore } from './generate.mjs';
import { median, printTable, settled, short, spread, timed, verdict } from './measured.mjs';
import { questions } from './questions.mjs';

/** A way that takes longer than this is timed once. */
const SLOW_MS = 1000;

/** The first place where two answers differ. */
function difference(a, b) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const near = (text) => text.slice(Math.max(0, at - 120), at + 80);
  return `\n  …${near(a)}…\n  …${near(b)}…`;
}

/** Prints both tables; `false` when an answer differs. */
export async function queries({ file, rounds, only }) {
  const files = filesOf(file);
  const store = openStore(files.store);
  const ways = {
    store: storeAnswers(store),
    duckdb: await duckdbAnswers(files.duckdb),
    sqlite: sqliteAnswers(files.sqlite),
  };
  const names = Object.keys(ways);
  let isEqual = true;
  for (const dateRange of ['30d', '365d']) {
    const asked = questions(dateRange).filter(({ name }) => !only || name.includes(only));
    const runs = new Map();
    for (const question of asked) {
      const answers = {};
      for (const name of names) answers[name] = await ways[name].answer(question);
      for (const name of names.slice(1)) {
        const [ofStore, raw] = comparable(question, answers.store, answers[name]);
        if (ofStore === raw) continue;
        isEqual = false;
        console.log(`DIFFERENT: ${question.name}, ${dateRange}: store and ${name}:${difference(ofStore, raw)}`);
      }
      runs.set(question, Object.fromEntries(names.map((name) => [name, []])));
    }
    if (!isEqual) continue;
    for (let round = 0; round < rounds; round += 1) {
      for (const question of asked) {
        for (const name of names) {
          const times = runs.get(question)[name];
          if (times[0] > SLOW_MS) continue;
          await settled();
          times.push((await timed(() => ways[name].time(question))).ms);
        }
      }
    }
    const rows = [];
    for (const question of asked) {
      const of = runs.get(question);
      const { versus, ratio, maxMs } = question.bar;
      const ratios = (other) => of.store.map((ms, i) => ms / of[other][Math.min(i, of[other].length - 1)]);
      const met = [
        verdict(median(ratios(versus)), ratio),
        ...(maxMs === undefined ? [] : [`${verdict(median(of.store), maxMs)} ≤ ${maxMs} ms`]),
      ];
      const levels = await ways.store.levels(question);
      rows.push([
        question.name,
        [...new Set(levels.values())].join(', '),
        ...names.map((name) => spread(of[name])),
        spread(ratios('duckdb')),
        spread(ratios('sqlite')),
        `≤ ${ratio.toFixed(2)} × ${versus}`,
        met.join(', '),
      ]);
    }
    printTable(
      `2. queries, ${dateRange}: answers equal in every figure; ms, median (least–greatest) of ${rounds} interleaved rounds`,
      ['question', 'levels', 'store', 'DuckDB raw', 'SQLite raw', 'store / DuckDB', 'store / SQLite', 'bar', 'verdict'],
      rows,
    );
    console.log(`\nStore's dashboard over ${dateRange}: ${short(median(runs.get(asked[0]).store))} ms`);
  }
  ways.duckdb.close();
  ways.sqlite.close();
  await store.close();
  return isEqual;
}
