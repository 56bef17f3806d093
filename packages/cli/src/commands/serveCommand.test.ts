import type { ChildProcess } from 'node:child_process';
import { createServer, request, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

import type { SessionPage } from '@usagekit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { claudeTranscript } from '../testing/claudeTranscript.ts';
import { startUsagekit } from '../testing/ranUsagekit.ts';
import { servedUrl } from '../testing/servedUrl.ts';
import { Workspace } from '../testing/Workspace.ts';

let work: Workspace;
let child: ChildProcess;
let url = '';
beforeAll(async () => {
  work = new Workspace();
  const response = { at: '2026-03-02T10:00:00.000Z', id: 'a', model: 'claude-haiku-4-5', input: 1000, output: 10 };
  work.write('t/x.jsonl', claudeTranscript('one', [response]));
  work.write(
    't/y.jsonl',
    claudeTranscript('two', [{ ...response, id: 'b', at: '2026-03-03T10:00:00.000Z', output: 20 }]),
  );
  await work.json('sync', '--json', '--path', 't');
  child = startUsagekit(['serve', '--port', '0', '--path', 't'], work.home);
  url = await servedUrl(child);
});
afterAll(() => {
  child.kill('SIGKILL');
  work.remove();
});

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
}

/** A request whose path and headers go out exactly as given. */
function ask(
  path: string,
  options: { method?: string; host?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: options.method ?? 'GET',
        headers: { host: options.host ?? `127.0.0.1:${port}`, ...options.headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      },
    );
    asked.on('error', reject).end(options.body);
  });
}

describe('usagekit serve', () => {
  it('hands out the dashboard: a page that loads its own files only', async () => {
    const page = await ask('/');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    const files = [...page.text.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map((match) => match[1]);
    expect(files.length).toBeGreaterThanOrEqual(2);
    for (const file of files) {
      const asset = await ask(`/${file}`);
      expect(asset.status).toBe(200);
      expect(asset.headers['cache-control']).toContain('immutable');
    }
    expect(page.text).toContain('<noscript>');
  });

  it('every answer forbids foreign scripts, framing and sniffing', async () => {
    for (const path of ['/', '/api/analytics', '/nowhere', '/api/analytics?range=x']) {
      const { headers } = await ask(path);
      expect(headers['content-security-policy']).toMatch(
        /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'/,
      );
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('S2.07 answers with the analytics of a range', async () => {
    const { status, headers, text } = await ask(
      '/api/analytics?start=2026-03-01&end=2026-03-31&group_by=month&time_zone=Asia/Kolkata',
    );
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(text)).toMatchObject({
      requests: { total: 2 },
      period: { timeZone: 'Asia/Kolkata', groupBy: 'month' },
      tokens: { total: { input: 2000, output: 30 } },
    });
    const where = encodeURIComponent(JSON.stringify({ model: ['none-such'] }));
    expect(JSON.parse((await ask(`/api/analytics?range=all&where=${where}`)).text).requests.total).toBe(0);
  });

  it('S2.08 answers with a page of sessions', async () => {
    const { text } = await ask('/api/sessions?sort_by=tokens&sort_order=desc&limit=1');
    const page = JSON.parse(text) as SessionPage;
    expect(page.total).toBe(2);
    expect(page.sessions.map((s) => s.id)).toEqual(['two']);
    expect(
      JSON.parse((await ask('/api/sessions?sort_by=date&sort_order=asc&limit=1&offset=1')).text).sessions[0].id,
    ).toBe('two');
  });

  it.each([
    ['/api/analytics?range=8d', 'invalid_argument', "'range' is '8d'"],
    ['/api/analytics?start=2026-03-01', 'invalid_date_range', "'end' is missing"],
    ['/api/analytics?start=2026-02-30&end=2026-03-01', 'invalid_date_range', '2026-02-30'],
    ['/api/analytics?start=2026-03-02&end=2026-03-01', 'invalid_date_range', 'end must come after'],
    ['/api/analytics?time_zone=Mars/Base', 'invalid_time_zone', 'Mars/Base'],
    ['/api/analytics?group_by=year', 'invalid_argument', 'day, week, month'],
    ['/api/analytics?colour=red', 'invalid_argument', "unknown parameter 'colour'"],
    ['/api/analytics?where={"nonsense":["x"]}', 'unknown_dimension', 'nonsense'],
    ['/api/sessions?limit=100000', 'invalid_argument', 'whole number'],
    ['/api/sessions?sort_by=colour', 'invalid_argument', 'cost, tokens, date, duration'],
  ])('%s is refused with 400 and the reason', async (path, code, message) => {
    const { status, text } = await ask(encodeURI(path));
    expect(status).toBe(400);
    const { error } = JSON.parse(text);
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });

  it.each([
    '/nowhere',
    '/api/',
    '/api/secrets',
    '/../package.json',
    '/assets/../../index.js',
    '/%2e%2e/index.js',
    '//etc/passwd',
    '/assets',
  ])('%s is not there', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s is not allowed', async (method) => {
    const { status, headers } = await ask('/api/analytics', { method });
    expect(status).toBe(405);
    expect(headers.allow).toBe('GET, HEAD');
  });

  it.each(['/', '/api/analytics?range=all', '/api/sessions', '/nowhere', '/api/analytics?range=8d'])(
    'HEAD %s answers as GET does, without the body',
    async (path) => {
      const [head, get] = [await ask(path, { method: 'HEAD' }), await ask(path)];
      expect(head.text).toBe('');
      expect([head.status, head.headers['content-type']]).toEqual([get.status, get.headers['content-type']]);
      expect(Number(head.headers['content-length'])).toBe(Buffer.byteLength(get.text));
    },
  );

  it('answers only to the names of this computer, so that no web page can rebind its own', async () => {
    const statuses = async (hosts: string[]): Promise<number[]> =>
      Promise.all(hosts.map(async (host) => (await ask('/api/analytics', { host })).status));
    const foreign = ['evil.example', 'evil.example:4777', '127.0.0.1.evil.example', '192.168.0.7'];
    expect(await statuses(foreign)).toEqual(foreign.map(() => 403));
    const own = ['localhost', 'LOCALHOST:1', '127.0.0.1', '[::1]:80'];
    expect(await statuses(own)).toEqual(own.map(() => 200));
  });

  it('refuses a request that names no host, as HTTP/1.0 allows', async () => {
    const answered = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () =>
        socket.write('GET /api/analytics HTTP/1.0\r\n\r\n'),
      );
      socket.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      socket.on('error', reject).on('close', () => resolve(text));
    });
    expect(answered).toMatch(/^HTTP\/1\.\d 403 [^]*"forbidden_host"/);
  });

  it('takes the next free port, unless the port was named', async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await work.run('serve', '--port', String(port));
    expect(code).toBe(1);
    expect(stderr).toBe(`usagekit: port ${port} is taken or not allowed: choose another one, or leave --port out\n`);
    taken.close();
    const [one, two] = [startUsagekit(['serve'], work.home), startUsagekit(['serve'], work.home)];
    const ports = [new URL(await servedUrl(one)).port, new URL(await servedUrl(two)).port];
    expect(Math.min(...ports.map(Number))).toBeGreaterThanOrEqual(4777);
    expect(new Set(ports).size).toBe(2);
    one.kill('SIGKILL');
    two.kill('SIGKILL');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('%s ends it cleanly, also with a browser connected', async (signal) => {
    const own = startUsagekit(['serve', '--port', '0'], work.home);
    const served = await servedUrl(own);
    const kept = await fetch(`${served}api/sessions`);
    await kept.json();
    const ended = new Promise((done) => own.on('close', (code, by) => done({ code, by })));
    own.kill(signal);
    expect(await ended).toEqual({ code: 0, by: null });
  });
});
