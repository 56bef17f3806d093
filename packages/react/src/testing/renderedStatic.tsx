import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

/** Markup as a server writes it, and what React had to say about it. */
export function renderedStatic(node: ReactNode): { html: string; complaints: string[] } {
  const complaints: string[] = [];
  const { error, warn } = console;
  console.error = (...words: unknown[]) => complaints.push(words.map(String).join(' '));
  console.warn = console.error;
  try {
    return { html: renderToStaticMarkup(node), complaints };
  } finally {
    console.error = error;
    console.warn = warn;
  }
}
