import { Anchor, Breadcrumbs, Text } from '@mantine/core';
import { Link } from 'wouter';
import { text } from '../text';

interface CrumbsProps {
  name: string;
  /** Where the campaign's own page is not this one. */
  href?: string;
}

export function Crumbs({ name, href }: CrumbsProps) {
  return (
    <Breadcrumbs mb={6} separatorMargin={6}>
      <Anchor component={Link} href="/campaigns" size="sm">
        {text.campaigns.title}
      </Anchor>
      {href ? (
        <Anchor component={Link} href={href} size="sm">
          {name}
        </Anchor>
      ) : (
        <Text size="sm">{name}</Text>
      )}
    </Breadcrumbs>
  );
}
