import { Alert, Anchor, Button, Group, Stack } from '@mantine/core';
import { useMutation } from 'urql';
import { Link } from 'wouter';
import { wordsOf } from '../api/errors';
import { Page } from '../shell/page';
import { tell } from '../shell/tell';
import { text } from '../text';
import { Crumbs } from './crumbs';
import { RESTORE_RULE, type Rule } from './queries';

const words = text.campaigns.rule;

/** A deleted rule fires nothing and can't be edited; it can be brought back, or be the example of a new one. */
export function DeletedRule({ rule: { id, name, campaign } }: { rule: Rule }) {
  const [{ fetching }, restore] = useMutation(RESTORE_RULE);
  const list = `/campaigns/${campaign.id}/marketing`;
  const bringBack = async () => {
    const { error } = await restore({ id });
    if (error) tell(wordsOf(error), 'red');
    else tell(text.campaigns.marketing.restored(name));
  };
  return (
    <Page title={name} above={<Crumbs campaign={{ name: campaign.name, href: list }} />}>
      <Alert color="gray" title={words.goneTitle}>
        <Stack align="flex-start">
          {words.gone}
          <Group>
            <Button onClick={bringBack} loading={fetching}>
              {words.restore}
            </Button>
            <Button component={Link} href={`${list}/new?from=${id}`} variant="default">
              {text.common.duplicate}
            </Button>
            <Anchor component={Link} href={`/history?rule=${id}`} size="sm">
              {text.campaigns.marketing.history}
            </Anchor>
          </Group>
        </Stack>
      </Alert>
    </Page>
  );
}
