import { runReader } from '@usagekit/core/sources/thread';

runReader();
