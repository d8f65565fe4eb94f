import { checkUserData } from './facebook-user-data';
import {
  BadParameter,
  type Check,
  checkEach,
  type Fields,
  fieldsOf,
  holdsNothingPersonal,
  isAmount,
  isBoolean,
  isCurrency,
  isEventTime,
  isHttpUrl,
  isObject,
  isWholeNumber,
  listOf,
  oneOf,
  onlyKnown,
  required,
  textUpTo,
} from './field-checks';

/** parameters/server-event: nine of them. */
const ACTION_SOURCES = [
  'email',
  'website',
  'app',
  'phone_call',
  'chat',
  'physical_store',
  'system_generated',
  'business_messaging',
  'other',
];
/** parameters/server-event: 7 days; using-the-api: 62 days for events of a physical store. */
const MAX_AGE_DAYS = 7;
const MAX_AGE_DAYS_IN_STORE = 62;
const EXTINFO_LENGTH = 16;

const anything: Check = () => {};

const EVENT: Record<string, Check> = {
  /** Meta names no limit in public; its interface takes custom names of up to 50 characters. */
  event_name: textUpTo(50),
  event_time: anything,
  user_data: anything,
  action_source: oneOf(...ACTION_SOURCES),
  event_id: textUpTo(500),
  event_source_url: isHttpUrl,
  referrer_url: isHttpUrl,
  opt_out: isBoolean,
  custom_data: anything,
  app_data: isObject,
  data_processing_options: listOf(oneOf('LDU')),
  data_processing_options_country: oneOf(0, 1),
  data_processing_options_state: isWholeNumber,
  advertiser_tracking_enabled: isBoolean,
  messaging_channel: oneOf('messenger', 'instagram', 'whatsapp'),
  original_event_data: isObject,
  attribution_data: isObject,
  advanced_measurement_table: textUpTo(200),
};

const CONTENT_KEYS: Fields = {
  id: 1,
  quantity: 1,
  item_price: 1,
  title: 1,
  description: 1,
  category: 1,
  brand: 1,
  delivery_category: 1,
};

/** Meta takes no keys of one's own in `contents`, and each needs the product's id. */
const isContent: Check = (value, path) => {
  const content = fieldsOf(value, path);
  onlyKnown(content, CONTENT_KEYS, path);
  if (content.id === undefined) throw new BadParameter(`${path}.id`, 'is required', 'CONTENTS');
};

/** Standard fields by their form; any others are custom properties. */
const CUSTOM_DATA: Record<string, Check> = {
  value: isAmount,
  net_revenue: isAmount,
  predicted_ltv: isAmount,
  currency: isCurrency,
  content_ids: listOf(anything),
  content_type: oneOf('product', 'product_group'),
  contents: listOf(isContent),
  delivery_category: oneOf('in_store', 'curbside', 'home_delivery'),
};

function checkCustomData(value: unknown, path: string): Fields {
  const customData = value === undefined ? {} : fieldsOf(value, path);
  for (const [name, check] of Object.entries(CUSTOM_DATA))
    if (customData[name] !== undefined) check(customData[name], `${path}.${name}`);
  holdsNothingPersonal(customData, path);
  return customData;
}

/** `website` wants the browser and the page, `app` the device; the others only themselves (parameters). */
function checkActionSource(event: Fields, userData: Fields, path: string): void {
  const why = ` for action_source ${event.action_source}`;
  if (event.action_source === 'website') {
    required(event, ['event_source_url'], path, why);
    required(userData, ['client_user_agent'], `${path}.user_data`, why);
  }
  if (event.action_source === 'app') checkAppData(event, path, why);
  if (event.action_source === 'business_messaging') required(event, ['messaging_channel'], path, why);
}

function checkAppData(event: Fields, path: string, why: string): void {
  const appData = fieldsOf(event.app_data, `${path}.app_data`);
  required(
    appData,
    ['advertiser_tracking_enabled', 'application_tracking_enabled', 'extinfo'],
    `${path}.app_data`,
    why,
  );
  listOf(anything, EXTINFO_LENGTH, EXTINFO_LENGTH)(appData.extinfo, `${path}.app_data.extinfo`);
}

/** Throws BadParameter for the first thing wrong with one event of `data`. */
export function checkFacebookEvent(value: unknown, path: string): void {
  const event = fieldsOf(value, path);
  required(event, ['event_name', 'event_time', 'action_source', 'user_data'], path);
  checkEach(event, EVENT, path);
  const inStore = event.action_source === 'physical_store';
  isEventTime(event.event_time, `${path}.event_time`, inStore ? MAX_AGE_DAYS_IN_STORE : MAX_AGE_DAYS);
  const userData = checkUserData(event.user_data, `${path}.user_data`);
  checkActionSource(event, userData, path);
  const customData = checkCustomData(event.custom_data, `${path}.custom_data`);
  if (event.event_name === 'Purchase')
    required(customData, ['value', 'currency'], `${path}.custom_data`, ' for Purchase');
}
