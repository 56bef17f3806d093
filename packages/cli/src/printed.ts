/**
 * Resolves when the text has left this process: a pipe takes long texts in parts, and ending before would cut them.
 */
export function printed(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
