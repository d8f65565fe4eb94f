import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Moment } from '../shell/moment';
import { PlatformMark } from '../shell/platform-mark';
import { text } from '../text';
import { wordFor } from '../text/words';
import type { Firing } from './queries';

const words = text.history.drawer;

/** Until then a firing may still be sent. */
const WAITS = new Set(['PENDING', 'RETRYING', 'HELD']);

/** What a firing is about, as a list of names and values. */
export function Facts({ firing }: { firing: Firing }) {
  const { pixel, rule, campaign, value, nextAttemptAt, expiresAt, leadId } = firing;
  const facts: [string, ReactNode][] = [
    [
      words.rule,
      rule && campaign && (
        <Anchor component={Link} href={`/campaigns/${campaign.id}/marketing/${rule.id}`} size="sm">
          {rule.name}
        </Anchor>
      ),
    ],
    [
      words.pixel,
      <Anchor key="pixel" component={Link} href={`/integrations/${pixel.id}`} size="sm">
        <PlatformMark platform={firing.platform}>{pixel.name}</PlatformMark>
      </Anchor>,
    ],
    [words.campaign, campaign?.name],
    [
      words.lead,
      leadId && (
        <>
          {leadId}{' '}
          <Anchor component={Link} href={`/history?lead=${encodeURIComponent(leadId)}`} size="sm">
            {words.leadFirings}
          </Anchor>
        </>
      ),
    ],
    [words.value, value && `${value.amount} ${value.currency}`],
    [words.eventId, firing.eventId],
    [words.eventTime, <Moment key="time" at={firing.eventTime} />],
    [words.source, wordFor(text.actionSource, firing.actionSource)],
    [words.matchKeys, firing.matchKeys.map((key) => wordFor(text.matchKey, key)).join(', ') || words.noMatchKeys],
    [words.nextAttempt, nextAttemptAt && <Moment key="next" at={nextAttemptAt} />],
    [words.expires, WAITS.has(firing.status) && expiresAt && <Moment key="expires" at={expiresAt} />],
  ];
  return (
    <dl className="facts">
      {facts.map(
        ([name, content]) =>
          content && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{content}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
