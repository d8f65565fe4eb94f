import { Anchor, Breadcrumbs } from '@mantine/core';
import { Link } from 'wouter';
import { text } from '../text';

/** The way from the campaigns to a page inside one; without `campaign` the page is the campaign's own. */
export function Crumbs({ campaign }: { campaign?: { name: string; href: string } }) {
  const places = [{ name: text.campaigns.title, href: '/campaigns' }, ...(campaign ? [campaign] : [])];
  return (
    <Breadcrumbs mb={4} separatorMargin={6}>
      {places.map(({ name, href }) => (
        <Anchor key={href} component={Link} href={href} size="sm">
          {name}
        </Anchor>
      ))}
    </Breadcrumbs>
  );
}
