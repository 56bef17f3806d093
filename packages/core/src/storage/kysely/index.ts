export { kyselyStore } from './kyselyStore.ts';
