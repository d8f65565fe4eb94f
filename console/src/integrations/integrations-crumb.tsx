import { Anchor, Breadcrumbs } from '@mantine/core';
import { Link } from 'wouter';
import { text } from '../text';

/** The way back from a page below the integrations. */
export function IntegrationsCrumb() {
  return (
    <Breadcrumbs mb={6}>
      <Anchor component={Link} href="/integrations" size="sm" className="tap">
        {text.integrations.title}
      </Anchor>
    </Breadcrumbs>
  );
}
