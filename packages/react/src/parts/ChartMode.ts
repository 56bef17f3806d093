import { createContext } from 'react';

/**
 * `interactive`: charts have actions, a keyboard cursor and tooltips. `static`: for pages without scripts; tables open through `<details>` and nothing waits for a click.
 */
export type ChartMode = 'interactive' | 'static';

/** The mode of all charts below this point. */
export const ChartModeContext = createContext<ChartMode>('interactive');
