import { folded } from './text-finder';

const SIGNS = 36;
const MOST = SIGNS ** 3;

/** Which three letters or digits of ASCII stand together in words: what most texts are ruled out by at once. */
export class Trigrams {
  private readonly known = new Uint8Array(MOST);

  constructor(words: readonly string[]) {
    for (const text of words) {
      eachIn(folded(text), (trigram) => {
        this.known[trigram] = 1;
        return true;
      });
    }
  }

  /** Whether the words have all of the text's; without any it can't be ruled out. */
  haveAllOf(text: string): boolean {
    return eachIn(folded(text), (trigram) => this.known[trigram] === 1);
  }
}

/** Goes on while `next` says so, and tells whether it did to the end. */
function eachIn(text: string, next: (trigram: number) => boolean): boolean {
  let trigram = 0;
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    const sign = signOf(text.charCodeAt(index));
    length = sign < 0 ? 0 : length + 1;
    trigram = (trigram * SIGNS + Math.max(sign, 0)) % MOST;
    if (length >= 3 && !next(trigram)) return false;
  }
  return true;
}

/** 0 to 35 for digits and small letters, else -1. */
function signOf(unit: number): number {
  if (unit >= 48 && unit <= 57) return unit - 48;
  return unit >= 97 && unit <= 122 ? unit - 87 : -1;
}
