import type { Preview } from '@storybook/react-vite';

import '../packages/react/src/theme/styles.css';

const preview: Preview = {
  tags: ['autodocs'],
  globalTypes: {
    theme: {
      description: 'Colour theme of the page',
      toolbar: {
        title: 'Theme',
        icon: 'contrast',
        items: [
          { value: 'system', title: 'System' },
          { value: 'light', title: 'Light' },
          { value: 'dark', title: 'Dark' },
        ],
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: { theme: 'system' },
  parameters: {
    controls: { expanded: true },
    a11y: {
      test: 'error',
      options: { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
      config: {
        rules: [
          // A story is a part of a page: headings, landmarks and skip links are the page's.
          { id: 'region', enabled: false },
          { id: 'page-has-heading-one', enabled: false },
          { id: 'heading-order', enabled: false },
        ],
      },
    },
  },
  decorators: [
    (Story, { globals, parameters }) => {
      const theme = globals['theme'] as string;
      return (
        <div
          className="uk-root"
          data-theme={theme === 'system' ? undefined : theme}
          style={{ padding: parameters['layout'] === 'fullscreen' ? 0 : 16 }}
        >
          <Story />
        </div>
      );
    },
  ],
};

export default preview;
