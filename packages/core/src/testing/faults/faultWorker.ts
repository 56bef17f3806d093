// A process of its own that opens a store, migrates it and does one operation, to be killed at any moment:
//   node faultWorker.ts '{"target": …, "operation": …, "dieAt": 17}'
// It says on its standard output what it does, a line at a time and at once, and waits for a line of standard input before it starts when it is asked to.
import { readSync, writeSync } from 'node:fs';

import type { FaultOperation } from './FaultOperation.ts';
import type { FaultTarget } from './FaultTarget.ts';
import { countedProgress } from './countedProgress.ts';
import { openFaultTarget } from './openFaultTarget.ts';
import { runFaultOperation } from './runFaultOperation.ts';

/** What a worker is told. */
export interface FaultWorkerTask {
  target: FaultTarget;
  operation: FaultOperation;
  /** Number of the step before which it kills itself; never when absent. */
  dieAt?: number;
  /** Whether it waits for a line before it opens the store, so that several begin at once. */
  waits?: boolean;
  /** Whether it gives up the rights of an administrator first, who may write everything. */
  asNobody?: boolean;
}

const say = (line: string): void => void writeSync(1, `${line}\n`);
const task = JSON.parse(process.argv[2] ?? '') as FaultWorkerTask;
const { target, operation } = task;

const NOBODY = 65_534;

say('ready');
if (task.waits) readSync(0, Buffer.alloc(1));
if (task.asNobody && process.getuid?.() === 0) {
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}
const steps = countedProgress((step) => {
  if (step === task.dieAt) process.kill(process.pid, 'SIGKILL');
  say(`step ${step}`);
});
try {
  // Opening is part of a migration, because it is what makes the file.
  if (operation.do === 'migrate') steps.start();
  const opened = openFaultTarget(target, steps.listener);
  if (operation.do !== 'migrate') {
    await opened.store.migrate();
    steps.start();
  }
  await runFaultOperation(opened, target, operation, say);
  steps.stop();
  await opened.close();
  say('done');
} catch (error) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  say(`failed ${code} ${error instanceof Error ? error.stack : String(error)}`);
  process.exitCode = 1;
}
