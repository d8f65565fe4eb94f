export const overviewText = {
  title: 'Overview',
  intro: 'How your firings went, and which pixels have a problem. Tests are not counted.',
  range: 'Time range',
  ranges: { '24': '24 hours', '72': '3 days', '168': '7 days' } as Record<string, string>,
  totals: {
    succeeded: 'Succeeded',
    failed: 'Failed',
    skipped: 'Skipped',
    waiting: 'Waiting',
    rate: 'Success rate',
  },
  perHour: 'Firings per hour',
  perHourHint: 'Choose a bar to see the firings of that hour.',
  perHourTable: 'Show as a table',
  hour: 'Hour',
  noFirings: 'Nothing was fired in this time.',
  attention: 'Pixels with problems',
  allWell: 'All pixels are working. Nothing is waiting, and nothing has failed.',
  heldCount: (count: number) => `${count.toLocaleString('en')} waiting`,
  failedCount: (count: number) => `${count.toLocaleString('en')} failed`,
  pixels: 'Success rate by pixel',
  noRate: 'no result yet',
  of: (part: number, all: number) => `${part.toLocaleString('en')} of ${all.toLocaleString('en')}`,
  coverage: 'Match keys',
  coverageHint: (count: number) =>
    count === 1
      ? 'Which identifiers the latest firing carried. More of them help the platform to recognize the person.'
      : `How many of the latest ${count.toLocaleString('en')} firings carried each identifier. More of them help the platform to recognize the person.`,
  coverageLink: 'See these firings',
  guide: {
    title: 'Get going',
    intro:
      'Four short steps show you the whole way of an event. The sandbox needs no account, and nothing leaves this service.',
    hide: 'Hide the guide',
    show: 'Show the guide',
    done: 'Done',
    now: 'Next step',
    finished: 'You have seen the whole way. You can hide this guide; the button above brings it back.',
    pixel: { title: 'Connect a sandbox pixel', gives: 'A place to send events to.', go: 'Connect a pixel' },
    rule: { title: 'Make a rule', gives: 'It says which leads fire an event.', go: 'Make a rule' },
    test: { title: 'Test-fire the rule', gives: 'You see what is sent, and the answer.', go: 'Test-fire the rule' },
    lead: { title: 'Report a lead', gives: 'Its firing arrives live in the history.', go: 'Report a lead' },
    result: 'See the result',
    firing: 'See the firing',
    /** A step, with what was made in it. */
    goOn: (step: string, name: string) => `${step}: ${name}`,
  },
};
