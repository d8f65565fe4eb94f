import { campaignsText } from './campaigns';
import { historyText } from './history';
import { integrationsText } from './integrations';
import { shellText } from './shell';
import { words } from './words';

/** Every word that the console itself says, for translation; what comes from the API is shown as it comes. */
export const text = {
  ...shellText,
  ...words,
  campaigns: campaignsText,
  integrations: integrationsText,
  history: historyText,
};
