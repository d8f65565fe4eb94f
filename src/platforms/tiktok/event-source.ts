const DAY_MS = 86_400_000;

/** `app` is missing: its events need an app's own data, which a lead has not. */
export const EVENT_SOURCES = ['web', 'crm', 'offline'] as const;
export type EventSource = (typeof EVENT_SOURCES)[number];

/**
 * TikTok publishes no firm limit of age. 7 days is as long as a ttclid is valid; 28 days is the longest window of
 * attribution, for what is reported after the fact.
 */
const MAX_AGE_DAYS: Record<EventSource, number> = { web: 7, crm: 28, offline: 28 };

/**
 * The pixel's setting decides and not the event's action source: a pixel code takes `web` alone, the id of a CRM or
 * offline event set `crm` or `offline` alone, whatever made the lead convert. Absent means a pixel code.
 */
export function eventSourceOf(settings: Record<string, unknown> | undefined): EventSource {
  return EVENT_SOURCES.find((source) => source === settings?.eventSource) ?? 'web';
}

/** How old an event may be when TikTok gets it; milliseconds. */
export function maxAgeMsOf(source: EventSource): number {
  return MAX_AGE_DAYS[source] * DAY_MS;
}

export function maxAgeDaysOf(source: EventSource): number {
  return MAX_AGE_DAYS[source];
}
