/** What people ask. */
export const PROMPTS = [
  'Add a retry to the export job.',
  'Why does the nightly test fail?',
  'Rename the field and update its callers.',
  'Write tests for the date helper.',
  'Make the table keyboard accessible.',
  'Move the config into one file.',
  'Explain how the queue drains.',
  'Update the dependencies and fix what breaks.',
  'Reduce the size of the bundle.',
  'Add an index for the slow query.',
  'Please continue.',
  'Review the last change.',
] as const;

/** What an agent answers at the end of a turn. */
export const ANSWERS = [
  'Done. All tests pass.',
  'The cause was a missing await; it is fixed now.',
  'Both callers are updated.',
  'I added the test and it passes.',
  'The query uses the new index now.',
  'Here is a summary of the change.',
] as const;

/** What an agent says before it calls a tool. */
export const REMARKS = ['I look at the file first.', 'Now the tests.', 'One more place to change.'] as const;

/** Files that are read and edited. */
export const FILES = [
  'src/index.ts',
  'src/jobs/export.ts',
  'src/api/orders.ts',
  'test/dates.test.ts',
  'README.md',
] as const;
