import type { ConversionEvent } from '../domain/conversion-event';
import type { FieldFault } from '../domain/errors';
import type { SkipReason } from '../domain/firing';
import type { HttpReply, HttpRequest } from '../domain/http-exchange';
import type { ReplyReading, Verdict } from '../domain/outcome';
import type { ActionSource, CustomPixel, PixelTarget, PlatformCode } from '../domain/pixel';

/** A field of a pixel's `settings`, published for forms. */
export interface SettingsField {
  name: string;
  label: string;
  description: string | null;
  /** `text`, `boolean`, `number`, or `choice:a|b|c`. */
  type: string;
  required: boolean;
  secret: boolean;
}

/** What a user enters for a pixel, before it is stored. `update` keeps absent secrets, so their absence is no fault there. */
export interface PixelInput {
  platformPixelId: string | null;
  accessToken: string | null;
  custom: CustomPixel | null;
  signingSecrets: string[];
  settings: Record<string, unknown>;
}

/** Why an event is not sent at all. A `skip` is no fault of anybody; without it the firing is FAILED. */
export interface Unsendable {
  skip: Extract<SkipReason, 'NO_MATCH_KEYS' | 'TOO_OLD'> | null;
  message: string;
}

/** One event made ready for one pixel: its own part of the body, and what to tell of it. */
export interface PreparedEvent {
  /** The platform's own form, hashed as it wants it; for CUSTOM the whole request. */
  body: unknown;
  /** `body` for the history: personal data only as hashes or masks, no secret. */
  shown: unknown;
  /** Names of the identifiers that go along: email, phone, fbc, ip, … */
  matchKeys: string[];
  /** What was left out or will work badly, in words. */
  warnings: string[];
  /** Set where it must not be sent. */
  unsendable: Unsendable | null;
}

/** What can be known of an event before there is a lead: for warnings and refusals when a rule is saved. */
export interface EventPlan {
  eventName: string;
  actionSource: ActionSource;
  hasValue: boolean;
}

/** A pixel without its credentials; of `signingSecrets` only their number tells something. */
export type PixelSettings = Omit<PixelTarget, 'accessToken'>;

export interface BuildOptions {
  testEventCode: string | null;
  /** The time of this attempt, for signatures. */
  now: Date;
}

/**
 * A kind of receiver. Everything is pure: no clock, no log, no environment; what an adapter needs is handed to it.
 * Adding one: a folder, a line in the register, the contract suite, a stand-in in the sandbox.
 */
export interface Platform {
  code: PlatformCode;
  label: string;
  /** Base URL for LIVE pixels where the environment names none; null for custom pixels, whose URL is their own. */
  defaultBaseUrl: string | null;
  /** The environment variable that replaces `defaultBaseUrl`, such as FACEBOOK_API_URL; null where there is none. */
  baseUrlVariable: string | null;
  standardEventNames: readonly string[];
  actionSources: readonly ActionSource[];
  takesTestEventCode: boolean;
  settingsFields: readonly SettingsField[];
  /** Events in one request. */
  maxBatchSize: number;
  /** How old an event may be when a pixel of these settings gets it; milliseconds. */
  maxAgeMs(actionSource: ActionSource, settings: Record<string, unknown>): number;

  /** Faults of a pixel's input, by path relative to the input (`accessToken`, `custom.url`, `settings.apiVersion`); empty where it is good. */
  checkPixel(input: PixelInput): FieldFault[];
  /** Faults of a rule or call that can be known before there is a lead, by path (`eventName`, `value`). */
  checkPlan(plan: EventPlan): FieldFault[];
  /** What will work badly with any event of a pixel though it may be saved, in words: an API version near its end. */
  pixelWarnings(target: PixelSettings): string[];
  /** What will work badly with such events besides: a custom event name, a value that may be missing. */
  planWarnings(plan: EventPlan, target: PixelSettings): string[];

  /** The event in the platform's form, checked as the platform would check it at `now`. Never throws on lead data. */
  prepare(event: ConversionEvent, target: PixelTarget, now: Date): PreparedEvent;
  /**
   * Events that may share a request at `now` have the same key; null: this event goes alone, as one near its age limit
   * does: if it is refused after all, no other is.
   */
  batchKey(event: ConversionEvent, target: PixelTarget, now: Date): string | null;
  /** One request for events prepared for this target, at most `maxBatchSize`. */
  buildRequest(events: readonly PreparedEvent[], target: PixelTarget, options: BuildOptions): HttpRequest;
  /** The reply's own words decide, never the HTTP status alone. Never throws: garbage is UNKNOWN or UNAVAILABLE. */
  readReply(reply: HttpReply, events: readonly PreparedEvent[], target: PixelTarget): ReplyReading;

  /** A request that tries the credentials without making a conversion; absent where there is no such thing. */
  buildProbe?(target: PixelTarget, now: Date): HttpRequest;
  /** ACCEPTED where the credentials work. */
  readProbe?(reply: HttpReply, target: PixelTarget): Verdict;
}
