import type { ConversionEvent } from '../domain/conversion-event';
import type { LeadData } from '../domain/lead';
import type { Platform } from './platform';

/** Names as firings show them, where they are not the field's. */
const NAMES: Record<string, string> = { ipAddress: 'ip' };

/**
 * The platform, but for text of a lead that is none: with NUL characters or halves of surrogate pairs no platform
 * takes it, and some would refuse the whole request. Such a field is left out and the firing says so; answers can't
 * have it.
 */
export function withReadableLeads(platform: Platform): Platform {
  return {
    ...platform,
    prepare(event, target, now) {
      const { readable, leftOut } = readableEvent(event);
      const prepared = platform.prepare(readable, target, now);
      const warnings = leftOut.map((name) => `${name} could not be used and was left out.`);
      return warnings.length === 0 ? prepared : { ...prepared, warnings: [...warnings, ...prepared.warnings] };
    },
  };
}

function readableEvent(event: ConversionEvent): { readable: ConversionEvent; leftOut: string[] } {
  const leftOut: string[] = [];
  const lead: LeadData = { ...event.lead };
  dropUnreadable(lead, leftOut);
  for (const nested of ['address', 'clickIds'] as const) {
    if (!lead[nested]) continue;
    lead[nested] = { ...lead[nested] };
    dropUnreadable(lead[nested], leftOut);
  }
  return leftOut.length === 0 ? { readable: event, leftOut } : { readable: { ...event, lead }, leftOut };
}

function dropUnreadable(fields: object, leftOut: string[]): void {
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== 'string' || (value.isWellFormed() && !value.includes('\u0000'))) continue;
    delete (fields as Record<string, unknown>)[name];
    leftOut.push(NAMES[name] ?? name);
  }
}
