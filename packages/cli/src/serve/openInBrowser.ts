import { spawn } from 'node:child_process';

/** Whether a browser window could appear at all: somebody is at a terminal, and on Linux there is a display. */
export function canOpenBrowser(): boolean {
  if (!process.stdout.isTTY || process.env['CI']) return false;
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/** Asks the system to show an address in its browser. That it cannot is no error: the address is on the terminal. */
export function openInBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'win32'
      ? (['cmd', '/c', 'start', '""', url] as const)
      : ([process.platform === 'darwin' ? 'open' : 'xdg-open', url] as const);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
