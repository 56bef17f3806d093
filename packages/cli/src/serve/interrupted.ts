/**
 * Resolves at the first Ctrl-C or request to end. A second one ends the process at once, should closing hang.
 */
export function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    let seen = false;
    const onSignal = (): void => {
      if (seen) process.exit(1);
      seen = true;
      resolve();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}
