import { expect, it } from 'vitest';

import { dimension } from './dimension.ts';

it.each(['', '1a', 'a-b', 'a'.repeat(41)])('a name such as %j is refused with what names are', (name) => {
  expect(() => dimension(name, { grain: 'session' })).toThrow(
    `'${name}' cannot be the name of a dimension: letters, digits and _, beginning with a letter, 40 at most`,
  );
});

it('a built-in name is refused with what to do', () => {
  expect(() => dimension('model', { grain: 'session' })).toThrow(
    "'model' is a name that records have of themselves: group and filter by it, or choose another",
  );
});
