import { apiText } from './api';
import { campaignsText } from './campaigns';
import { historyText } from './history';
import { integrationsText } from './integrations';
import { leadsText } from './leads';
import { leaveText } from './leave';
import { overviewText } from './overview';
import { shellText } from './shell';
import { testFireText } from './test-fire';
import { words } from './words';

/** Every word that the console itself says, for translation; what comes from the API is shown as it comes. */
export const text = {
  ...shellText,
  ...words,
  campaigns: campaignsText,
  integrations: integrationsText,
  testFire: testFireText,
  history: historyText,
  leads: leadsText,
  overview: overviewText,
  api: apiText,
  leave: leaveText,
};
