// @vitest-environment jsdom
import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';

import { chartContract } from '../testing/chartContract.tsx';
import { exampleVariants } from '../testing/exampleVariants.ts';
import { sessionOutcomesLayout } from './SessionOutcomes.layout.ts';
import { SessionOutcomes } from './SessionOutcomes.tsx';

chartContract({ title: 'How sessions ended', draw: (data) => <SessionOutcomes data={data} /> });

it('S1.02 has every session once', () => {
  const data = exampleVariants.usual();
  const rows = sessionOutcomesLayout(data);
  expect(rows.map((row) => row.state)).toEqual(['completed', 'failed', 'interrupted', 'stalled']);
  expect(rows.reduce((sum, row) => sum + row.sessions, 0)).toBe(data.sessions.total);
  expect(rows.reduce((sum, row) => sum + row.share, 0)).toBeCloseTo(1);
});

it('S1.03 says how long a session takes', () => {
  render(<SessionOutcomes data={exampleVariants.usual()} />);
  expect(screen.getByText('A session takes 25 m on average, 14 m of it engaged.')).toBeTruthy();
});
