import { runReader } from './runReader.ts';

runReader();
