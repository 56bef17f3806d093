import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { dimension } from '../../metrics/dimension.ts';
import { familyDimensions, ROLLUP_NAMES } from '../../metrics/rollup.ts';
import { zoneSegments } from '../../metrics/zoneSegments.ts';
import type { RollupFilter, RollupQuery } from '../../model/Rollup.ts';
import { memoryStore } from '../../storage/memory/memoryStore.ts';
import type { UsageStore } from '../../storage/UsageStore.ts';
import { examplePrice, FROM_MS, TO_MS } from '../ledgerArbitraries.ts';
import { comparableRows, EXAMPLE_ZONE } from '../queryArbitraries.ts';
import { type FaultPlaces, faultPlaces } from './faultPlaces.ts';
import type { FaultTarget } from './FaultTarget.ts';
import { injectedBatch } from './injectedBatch.ts';
import { INJECTIONS } from './INJECTIONS.ts';
import { openFaultTarget } from './openFaultTarget.ts';

const FAMILIES = ['usage', 'tools', 'sessions'] as const;
/** Legal names of dimensions, chosen for what they are elsewhere. */
const DIMENSIONS = [
  dimension('select', { grain: 'session' }),
  dimension('valueOf', { grain: 'session' }),
  dimension('uk_request', { grain: 'request' }),
  dimension('constructor', { grain: 'request' }),
  dimension('toString', { grain: 'call', rollup: false }),
];
const SEGMENTS = zoneSegments({ startMs: FROM_MS - 86_400_000, endMs: TO_MS + 86_400_000 }, EXAMPLE_ZONE);
const PAGE = { sortBy: 'date', sortOrder: 'asc', limit: 100, offset: 0 } as const;
const namesOf = (family: RollupQuery['family']): string[] => [
  ...ROLLUP_NAMES[family],
  ...familyDimensions(family, DIMENSIONS).map((d) => d.name),
];

/** Texts that try to become SQL, through every name and value that a store takes: they are values, or are refused, and nothing is lost. */
export function injectionTests(name: string, engine: FaultTarget['engine']): void {
  describe(`SQL injection: ${name}`, () => {
    let places: FaultPlaces;
    let target: FaultTarget;
    let store: UsageStore;
    let oracle: UsageStore;
    let close: () => Promise<void>;
    beforeAll(async () => {
      places = await faultPlaces(engine !== 'sqlite');
      target = await places.empty(engine);
      ({ store, close } = openFaultTarget(target));
      await store.migrate();
      oracle = memoryStore();
      for (const each of [store, oracle]) {
        each.declare({ dimensions: DIMENSIONS, zones: [EXAMPLE_ZONE] });
        for (const text of INJECTIONS) {
          const batch = injectedBatch(
            text,
            DIMENSIONS.map((d) => d.name),
          );
          await each.write(batch, (request) => ({ ...examplePrice(request), bookId: text }));
        }
      }
      await store.drain();
    });
    afterAll(async () => {
      await close();
      await places.remove();
    });

    /** That all is there: a check reads every table of records and rollups. */
    const nothingLost = async (): Promise<void> => {
      expect(await store.check()).toMatchObject({ differences: [], dirtyHours: 0, dirtyDays: 0 });
      expect(await store.sessions(PAGE)).toEqual(await oracle.sessions(PAGE));
      expect((await store.sessions(PAGE)).total).toBe(INJECTIONS.length);
      expect((await store.cursors('codex')).map((c) => c.file).toSorted()).toEqual(INJECTIONS.toSorted());
    };

    it.each(FAMILIES)('values of every filter and group of %s', async (family) => {
      const query = { family, segments: SEGMENTS, bucket: 'day' } as const;
      for (const of of namesOf(family)) {
        const all = { ...query, by: [of], where: { [of]: INJECTIONS } };
        const expected = comparableRows(await oracle.rollup(all));
        expect(comparableRows(await store.rollup(all))).toEqual(expected);
        for (const text of INJECTIONS.slice(0, 6)) {
          const one = { ...query, by: [of], where: { [of]: [text] } };
          expect(comparableRows(await store.rollup(one))).toEqual(comparableRows(await oracle.rollup(one)));
        }
      }
      await nothingLost();
    });

    it('values of every filter of the lists, and of the other questions', async () => {
      for (const of of namesOf('sessions')) {
        for (const where of [{ [of]: INJECTIONS }, { [of]: INJECTIONS.slice(3, 5) }]) {
          expect(await store.sessions({ ...PAGE, where })).toEqual(await oracle.sessions({ ...PAGE, where }));
          const answers = async (from: UsageStore) => {
            const { values, ...rest } = await from.distribution({ measure: 'cost', segments: SEGMENTS, where });
            const counted = values.map((v) => JSON.stringify(v)).toSorted();
            return [counted, rest, await from.activeSessions({ segments: SEGMENTS, where })];
          };
          expect(await answers(store)).toEqual(await answers(oracle));
        }
      }
      expect(await store.sessionCount('codex', INJECTIONS)).toBe(INJECTIONS.length);
      for (const text of INJECTIONS) {
        expect(await store.sessionCount(text.replaceAll('\0', ''), [text])).toBe(0);
        expect(await store.cursors(text)).toEqual([]);
        expect(await store.fileStamps(text)).toEqual([]);
      }
      await nothingLost();
    });

    const strange = [...INJECTIONS, 'tenant', 'id', '__proto__', 'hasOwnProperty', "project' --", 'project '];
    /** Not `{ [name]: … }`: that would set the prototype. */
    const filter = (name: string): RollupFilter => Object.fromEntries([[name, ['a']]]);
    const unknown = { code: 'unknown_dimension' };

    it.each(FAMILIES)('names of filters and groups of %s are refused', async (family) => {
      const query = { family, segments: SEGMENTS, bucket: 'total' } as const;
      for (const text of strange.filter((text) => !namesOf(family).includes(text))) {
        await expect(store.rollup({ ...query, by: [text] })).rejects.toMatchObject(unknown);
        await expect(store.rollup({ ...query, by: [], where: filter(text) })).rejects.toMatchObject(unknown);
      }
      await nothingLost();
    });

    it('names of filters of the lists, sort fields and names of dimensions are refused', async () => {
      for (const text of strange.filter((text) => !namesOf('sessions').includes(text))) {
        const where = filter(text);
        await expect(store.sessions({ ...PAGE, where })).rejects.toMatchObject(unknown);
        const question = { segments: SEGMENTS, where };
        await expect(store.distribution({ ...question, measure: 'cost' })).rejects.toMatchObject(unknown);
        await expect(store.activeSessions(question)).rejects.toMatchObject(unknown);
      }
      const invalid = { code: 'invalid_argument' };
      for (const text of [...INJECTIONS, 'constructor', '__proto__', 'toString']) {
        const sortBy = text as 'date';
        await expect(store.sessions({ ...PAGE, sortBy })).rejects.toMatchObject(invalid);
        const measure = text as 'cost';
        await expect(store.distribution({ measure, segments: SEGMENTS })).rejects.toMatchObject(invalid);
        const query = { family: 'usage', segments: SEGMENTS, bucket: 'total', by: [] } as const;
        await expect(store.rollup({ ...query, family: text as 'usage' })).rejects.toMatchObject(invalid);
        await expect(store.rollup({ ...query, bucket: text as 'day' })).rejects.toMatchObject(invalid);
        await expect(store.sessions({ ...PAGE, sortOrder: text as 'asc' })).rejects.toMatchObject(invalid);
      }
      for (const text of INJECTIONS.filter((text) => !/^[a-z]\w*$/i.test(text))) {
        expect(() => dimension(text, { grain: 'session' })).toThrow(expect.objectContaining(invalid));
      }
      await nothingLost();
    });

    it('names of tenants', async () => {
      for (const [i, text] of INJECTIONS.entries()) {
        const tenant = openFaultTarget({ ...target, tenant: text });
        expect(await tenant.store.extent()).toMatchObject({ firstMs: null, revision: 0 });
        await tenant.store.write(injectedBatch(`of tenant ${i}`, []), examplePrice);
        const { sessions } = await tenant.store.sessions(PAGE);
        expect(sessions.map((s) => s.id)).toEqual([`of tenant ${i}`]);
        expect(await tenant.store.reset('all', text)).toEqual({ sessions: 1 });
        await tenant.close();
      }
      await nothingLost();
    });

    it('scopes and markers of resets', async () => {
      const own = openFaultTarget({ ...target, tenant: 'reset' });
      for (const text of INJECTIONS) await own.store.write(injectedBatch(text, []), examplePrice);
      for (const [i, text] of INJECTIONS.entries()) {
        const scope = i % 2 === 0 ? { workspace: text } : { source: 'codex', run: text };
        expect(await own.store.reset(scope, text)).toEqual({ sessions: 1 });
        const source = text.replaceAll('\0', '');
        expect(await own.store.reset({ source, run: text }, text)).toEqual({ sessions: 0 });
      }
      expect((await own.store.sessions(PAGE)).total).toBe(0);
      expect((await own.store.sessions({ ...PAGE, includeReset: true })).total).toBe(INJECTIONS.length);
      const { runs } = await own.store.runs({ limit: 100, offset: 0, includeReset: true });
      expect(new Set(runs.map(({ resetMarker }) => resetMarker))).toEqual(new Set(INJECTIONS));
      expect((await own.store.check()).differences).toEqual([]);
      await own.close();
      await nothingLost();
    });

    if (engine === 'sqlite') return;
    it('prefixes of tables are refused, names of schemas are quoted', async () => {
      const invalid = expect.objectContaining({ code: 'invalid_argument' });
      const own = target as FaultTarget & { engine: 'postgres' };
      const admin = new pg.Client(own.url);
      await admin.connect();
      for (const tablePrefix of INJECTIONS.filter((text) => !/^[a-z_]\w*$/i.test(text))) {
        expect(() => openFaultTarget({ ...own, tablePrefix })).toThrow(invalid);
      }
      const cannotBeQuoted = (text: string): boolean => /["\0]/.test(text);
      for (const schema of INJECTIONS.filter(cannotBeQuoted)) {
        expect(() => openFaultTarget({ ...own, schema })).toThrow(invalid);
      }
      for (const schema of INJECTIONS.filter((text) => !cannotBeQuoted(text))) {
        const quoted = openFaultTarget({ ...own, schema, tablePrefix: 'Drop_' });
        await expect(quoted.store.extent()).rejects.toMatchObject({ code: 'store_unavailable' });
        await quoted.close();
      }
      // A schema may have such a name.
      const schema = INJECTIONS[0] ?? '';
      await admin.query(`create schema "${schema}"`);
      await admin.end();
      const quoted = openFaultTarget({ ...own, schema, tablePrefix: 'Drop_' });
      await quoted.store.migrate();
      await quoted.store.write(injectedBatch(schema, []), examplePrice);
      expect((await quoted.store.sessions(PAGE)).sessions.map((s) => s.id)).toEqual([schema]);
      expect((await quoted.store.check()).differences).toEqual([]);
      await quoted.close();
      await nothingLost();
    });
  });
}
