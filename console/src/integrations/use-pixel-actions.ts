import { useMutation } from 'urql';
import { wordsOf } from '../api/errors';
import { tell } from '../shell/tell';
import { text } from '../text';
import { type Pixel, UPDATE, VERIFY } from './queries';

const words = text.integrations;
/** Platforms that answer whether credentials are good; verifyPixel takes the others at their owner's word. */
const ASKED = new Set(['FACEBOOK']);

/** What can be done to a pixel at a press; each tells what came of it. */
export function usePixelActions({ id, name, platform }: Pixel) {
  const [verifying, verify] = useMutation(VERIFY);
  const [updating, update] = useMutation(UPDATE);
  return {
    busy: verifying.fetching || updating.fetching,
    async verify() {
      const { data, error } = await verify({ id });
      if (error) return tell(wordsOf(error), 'red');
      const works = data?.verifyPixel.status !== 'NEEDS_ATTENTION';
      const good = ASKED.has(platform) ? words.verified(name) : words.trusted(name);
      tell(works ? good : words.notVerified(name), works ? 'teal' : 'red');
    },
    /** Whether it is done. */
    async setPaused(paused: boolean): Promise<boolean> {
      const { error } = await update({ id, input: { paused } });
      if (error) tell(wordsOf(error), 'red');
      else tell(paused ? words.paused(name) : words.resumed(name));
      return !error;
    },
  };
}
