/** Waits for a write, but not longer than a stream can be held up. */
export async function waited(written: Promise<unknown>, waitMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, waitMs);
  });
  await Promise.race([written, patience]);
  clearTimeout(timer);
}
