import { dropTemplate } from './database-template';
import { endRun } from './test-run';

export default async function endOfRun(): Promise<void> {
  await dropTemplate();
  endRun();
}
