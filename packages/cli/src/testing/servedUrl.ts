import type { ChildProcess } from 'node:child_process';

/** The address that a starting server prints. Rejects when it ends instead. */
export function servedUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    let complaints = '';
    child.stderr?.on('data', (text) => {
      complaints += String(text);
    });
    child.stdout?.on('data', (text) => {
      printed += String(text);
      const url = /http:\/\/\S+\//.exec(printed)?.[0];
      if (url) resolve(url);
    });
    child.on('close', (code) => reject(new Error(`ended with ${code}: ${complaints}`)));
  });
}
