/** Standard events of web pixels: ads.tiktok.com/help, supported standard events. Any other name is a custom event. */
export const STANDARD_EVENTS: readonly string[] = [
  'AddPaymentInfo',
  'AddToCart',
  'AddToWishlist',
  'ApplicationApproval',
  'CompleteRegistration',
  'Contact',
  'CustomizeProduct',
  'Download',
  'FindLocation',
  'InitiateCheckout',
  'Lead',
  'Purchase',
  'Schedule',
  'Search',
  'StartTrial',
  'SubmitApplication',
  'Subscribe',
  'ViewContent',
];

/** Names until 2025 and what TikTok calls them now; both are taken. */
const OLD_NAMES = new Map([
  ['CompletePayment', 'Purchase'],
  ['SubmitForm', 'Lead'],
]);

/** Old names of which no source says what they became. */
const DROPPED_NAMES = new Set(['ClickButton', 'PlaceAnOrder']);

/** What to know of a name before it is used, in words; null for a standard event. */
export function eventNameWarning(eventName: string): string | null {
  if (STANDARD_EVENTS.includes(eventName)) return null;
  const now = OLD_NAMES.get(eventName);
  if (now) return `${eventName} is an old name: TikTok calls this event ${now} now.`;
  if (DROPPED_NAMES.has(eventName)) return `${eventName} is an old name that TikTok no longer lists.`;
  return `${eventName} is a custom event: TikTok reports it and builds audiences of it, but campaigns can't optimise for it.`;
}
