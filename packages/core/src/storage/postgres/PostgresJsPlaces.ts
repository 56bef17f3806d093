import { isPostgresLoss } from './postgresErrors.ts';
import type { PostgresJs, PostgresJsConnection, PostgresJsReserved } from './PostgresClient.ts';

/** Whether the server itself gave a reason: those have SQL states. */
const isSaid = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && /^\d/.test(String(error.code));

/** What a statement on a connection that is gone ends in; the driver itself would write it into the socket of nobody, or into that of whoever uses the place by now. */
export const gone = (): Error =>
  Object.assign(new Error('the connection was closed between two statements'), { code: 'CONNECTION_CLOSED' });

/** Within this time a connection that has failed is closed. */
const CLOSING_MS = 20;

/** How long a call waits for a place after a loss: as long as the driver, by default, for a connection. */
const WAIT_MS = 30_000;

/** Clients that were met, by their options: all stores on one share its places. */
const met = new WeakMap<object, PostgresJsPlaces>();

/**
 * The places that connections of a client of postgres.js 3.4 have, which all stores on it share, and what the driver lacks to hand them out after one was closed.
 * https://github.com/porsager/postgres/blob/v3.4.9/src/index.js (`reserve`, `onclose`), https://github.com/porsager/postgres/blob/v3.4.9/src/connection.js (`ReadyForQuery`)
 */
export class PostgresJsPlaces {
  readonly #sql: PostgresJs;
  /** Places that were closed, by id, and not used by a store since. */
  readonly #closed = new Set<number>();
  /** Those who wait for a place: told when one is closed. */
  readonly #waiting = new Set<() => void>();
  /** Whether reservations are waiting that nobody wants by now. */
  #areUnwanted = false;
  /** The statement that opens a place. */
  #opening: { id: number; lose: (error: Error) => void } | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(sql: PostgresJs) {
    this.#sql = sql;
    const { options } = sql;
    const given = options.onclose;
    const onclose = (id: number): void => {
      this.#closed.add(id);
      if (this.#opening?.id === id) this.#opening.lose(gone());
      this.#areUnwanted ||= this.#waiting.size > 0;
      for (const again of this.#waiting) again();
      this.#waiting.clear();
      given?.(id);
    };
    Object.assign(options, { onclose });
  }

  static of(sql: PostgresJs): PostgresJsPlaces {
    const places = met.get(sql.options) ?? new PostgresJsPlaces(sql);
    met.set(sql.options, places);
    return places;
  }

  /** Whether places were closed that may not be as new. */
  get areSuspect(): boolean {
    return this.#closed.size > 0;
  }

  /** A place answers again. */
  isUsed(id: number): void {
    this.#closed.delete(id);
  }

  async reserve(): Promise<PostgresJsReserved> {
    return (this.areSuspect ? undefined : await this.#asked()) ?? this.#reservedInTurn();
  }

  /** A reservation that meets what a closed place has kept takes that place with it for ever. So a statement opens each place, and nobody else takes it before it is reserved. */
  #reservedInTurn(): Promise<PostgresJsReserved> {
    const reserved = async (): Promise<PostgresJsReserved> => {
      for (;;) {
        if (this.#areUnwanted) {
          // With the first place that is open they are all handed out, and given back at once.
          this.#areUnwanted = false;
          await this.#open();
          await new Promise((resolve) => setImmediate(resolve));
        }
        await this.#open();
        const place = await this.#asked();
        if (place) return place;
      }
    };
    const mine = this.#inTime(this.#turn.then(reserved));
    // Until a connection that fails is closed, the driver hands it out.
    this.#turn = mine.catch(() => new Promise((resolve) => setTimeout(resolve, CLOSING_MS)));
    return mine;
  }

  /** After losses the driver may forget more than is known here: who waits is told, unless the places are all as new and merely in use. */
  #inTime(reserving: Promise<PostgresJsReserved>): Promise<PostgresJsReserved> {
    return new Promise((resolve, reject) => {
      let isOver = false;
      const timer = setInterval(() => {
        if (!this.areSuspect) return;
        isOver = true;
        clearInterval(timer);
        const message = `the driver opened no connection in ${WAIT_MS / 1000} s after one was lost`;
        reject(Object.assign(new Error(message), { code: 'CONNECT_TIMEOUT' }));
      }, WAIT_MS);
      reserving.then(
        (place) => {
          clearInterval(timer);
          if (isOver) place.release();
          else resolve(place);
        },
        (error: unknown) => {
          clearInterval(timer);
          reject(error);
        },
      );
    });
  }

  /**
   * The driver keeps what a server said when it ended a connection, and gives it to whoever opens that place next: each place has one such answer at most.
   * Losses it counts on through such answers, and waits up to 20 s before it opens a place after some of them.
   */
  async #open(): Promise<void> {
    const { options } = this.#sql;
    for (let refused = 0; ; refused += 1) {
      try {
        await this.#statement();
        if (options.shared) options.shared.retries = 0;
        return;
      } catch (error) {
        if (refused >= options.max || !isSaid(error) || !isPostgresLoss(error)) throw error;
      }
    }
  }

  /** What is sent on a connection between its error and its end, the driver forgets. */
  #statement(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const onexecute = ({ id }: PostgresJsConnection): true => {
        this.#opening = { id, lose: reject };
        return true;
      };
      this.#sql.unsafe('select 1', [], { onexecute }).then(resolve, reject);
    });
  }

  /** A place; `undefined` when another one was closed meanwhile: with it the driver opens that one for the first who waits, and forgets him. What comes all the same is given back. */
  #asked(): Promise<PostgresJsReserved | undefined> {
    return new Promise((resolve, reject) => {
      const again = (): void => resolve(undefined);
      this.#waiting.add(again);
      this.#sql.reserve().then(
        (place) => {
          if (this.#waiting.delete(again)) resolve(place);
          else place.release();
        },
        (error: unknown) => {
          this.#waiting.delete(again);
          reject(error);
        },
      );
    });
  }
}
