export { memoryStore } from './memoryStore.ts';
