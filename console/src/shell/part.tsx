import { type ComponentType, lazy } from 'react';

type Load<Props> = () => Promise<{ default: ComponentType<Props> }>;

/** A file of the console did not come. */
export class NotLoaded extends Error {}

const failed = new Set<() => void>();

/** Lets the parts that could not be loaded try again when they are shown next; React's own `lazy` keeps a failure. */
export function forgetFailedParts(): void {
  for (const forget of failed) forget();
  failed.clear();
}

/** A part of the page that is loaded when it is first shown. */
export function part<Props extends object>(load: Load<Props>): ComponentType<Props> {
  const open = () =>
    lazy<ComponentType<Props>>(() =>
      load().catch((cause: unknown) => {
        failed.add(() => {
          Inner = open();
        });
        throw new NotLoaded('a file of the console could not be loaded', { cause });
      }),
    );
  let Inner = open();
  // biome-ignore lint/correctness/noComponentHookFactories: made once, where the module of its page is loaded.
  return function Part(props) {
    return <Inner {...props} />;
  };
}
