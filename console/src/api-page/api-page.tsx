import { Loader, Tabs } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useSearchParams } from 'wouter';
import { Boundary } from '../shell/boundary';
import { Page } from '../shell/page';
import { text } from '../text';
import { Keys } from './keys';
import { Snippets } from './snippets';

const Explorer = lazy(() => import('./explorer'));
const words = text.api;
const TABS = ['keys', 'snippets', 'explorer'] as const;

export default function ApiPage() {
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find((name) => name === search.get('tab')) ?? 'keys';
  return (
    <Page title={words.title} intro={words.intro}>
      <Tabs
        value={tab}
        onChange={(next) => setSearch(next === null ? {} : { tab: next }, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="md" aria-label={words.tabs.label}>
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {words.tabs[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="keys">
          <Keys />
        </Tabs.Panel>
        <Tabs.Panel value="snippets">
          <Snippets />
        </Tabs.Panel>
        <Tabs.Panel value="explorer">
          <Boundary>
            <Suspense fallback={<Loader role="status" aria-label={text.common.loading} />}>
              <Explorer />
            </Suspense>
          </Boundary>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
