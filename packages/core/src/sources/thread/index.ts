export { runReader } from './runReader.ts';
