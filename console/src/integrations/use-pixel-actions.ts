import { useMutation, useQuery } from 'urql';
import { wordsOf } from '../api/errors';
import { tell } from '../shell/tell';
import { text } from '../text';
import { type Pixel, PLATFORMS, UPDATE, VERIFY } from './queries';

const words = text.integrations;

/** What can be done to a pixel at a press; each tells what came of it. */
export function usePixelActions({ id, name, platform }: Pixel) {
  const [verifying, verify] = useMutation(VERIFY);
  const [updating, update] = useMutation(UPDATE);
  const [{ data: known }] = useQuery({ query: PLATFORMS, requestPolicy: 'cache-first' });
  const isAsked = known?.platforms.some((info) => info.platform === platform && info.verifiesCredentials);
  return {
    busy: verifying.fetching || updating.fetching,
    async verify() {
      const { data, error } = await verify({ id });
      if (error) return tell(wordsOf(error), 'red');
      const works = data?.verifyPixel.status !== 'NEEDS_ATTENTION';
      const good = isAsked ? words.verified(name) : words.trusted(name);
      tell(works ? good : words.notVerified(name), works ? 'teal' : 'red');
    },
    /** Whether the platform refuses the credentials; false where it can't be asked, or can't be reached. */
    async isRefused(): Promise<boolean> {
      if (!isAsked) return false;
      const { data } = await verify({ id });
      return data?.verifyPixel.status === 'NEEDS_ATTENTION';
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
