const FULL = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'long' });
const SHORT = new Intl.DateTimeFormat('en', {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
});

/** A time in the reader's zone, which it names; the exact one as title. */
export function Moment({ at }: { at: string }) {
  const date = new Date(at);
  return (
    <time dateTime={at} title={FULL.format(date)}>
      {SHORT.format(date)}
    </time>
  );
}

export function momentWords(at: string): string {
  return SHORT.format(new Date(at));
}

/** The reader's zone, as the API takes it. */
export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The start of the hour so many hours ago: the same for a whole hour, so that answers are kept. */
export function hoursAgo(hours: number): string {
  const hour = 3_600_000;
  return new Date(Math.floor(Date.now() / hour) * hour - hours * hour).toISOString();
}
