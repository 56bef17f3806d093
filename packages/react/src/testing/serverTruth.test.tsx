import { describe, expect, it } from 'vitest';

import { UsageDashboard } from '../dashboard/UsageDashboard.tsx';
import { exampleVariants } from './exampleVariants.ts';
import { renderedStatic } from './renderedStatic.tsx';

describe.each(['interactive', 'static'] as const)('S1.20 dashboard on the server, %s', (mode) => {
  it.each(Object.entries(exampleVariants))('renders %s completely and without complaint', (name, variant) => {
    const data = variant();
    const page = <UsageDashboard data={data} query={{ dateRange: '30d' }} onQueryChange={() => {}} mode={mode} />;
    const { html, complaints } = renderedStatic(page);
    expect(complaints).toEqual([]);
    expect(html).toBe(renderedStatic(page).html);
    expect(html).not.toMatch(/NaN|Infinity|undefined|\u202f|\u00a0/);
    if (name === 'empty') return;
    expect(html.match(/<table/g)?.length).toBeGreaterThanOrEqual(9);
    expect(html.match(/class="uk-variant"/g)?.length).toBeGreaterThanOrEqual(15);
    expect(html).toContain('>00:00<');
    expect(html.includes('data-part="filters"')).toBe(mode === 'interactive');
    expect(html.includes('<button')).toBe(mode === 'interactive');
    expect(html.includes('<details')).toBe(mode === 'static');
  });
});

it('has ids that can be used in url() and are unique', () => {
  const { html } = renderedStatic(<UsageDashboard data={exampleVariants.usual()} query={{ dateRange: '30d' }} />);
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]!);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^[A-Za-z][\w-]*$/.test(id))).toBe(true);
  for (const [, id] of html.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id);
});
