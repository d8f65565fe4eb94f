import {
  ActionIcon,
  AppShell,
  Burger,
  Group,
  NavLink,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import {
  IconApi,
  IconChartHistogram,
  IconFlask,
  IconHistory,
  IconLogout,
  IconMoon,
  IconPlugConnected,
  IconSpeakerphone,
  IconSun,
} from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import { Link, useLocation } from 'wouter';
import { graphql } from '../api/graphql';
import { signOut } from '../api/session';
import { text } from '../text';
import { Brand } from './brand';
import './frame.css';
import { useLeaving } from './leave-guard';
import { Toasts } from './toasts';

const VIEWER = graphql(`
  query Viewer {
    viewer {
      workspaceId
      workspaceName
      scopes
    }
  }
`);

interface PlaceOfNav {
  href: string;
  label: string;
  Icon: typeof IconApi;
  /** Where else its pages are. */
  also?: string;
}

const PLACES: PlaceOfNav[] = [
  { href: '/', label: text.nav.overview, Icon: IconChartHistogram },
  { href: '/campaigns', label: text.nav.campaigns, Icon: IconSpeakerphone, also: '/rules' },
  { href: '/integrations', label: text.nav.integrations, Icon: IconPlugConnected },
  { href: '/test-fire', label: text.nav.testFire, Icon: IconFlask },
  { href: '/history', label: text.nav.history, Icon: IconHistory },
  { href: '/api', label: text.nav.api, Icon: IconApi },
];

/** The frame round every page: navigation, workspace, theme, signing out. */
export function Shell({ children }: { children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure();
  const leaving = useLeaving();
  useTopOfNewPage();
  useHotkeys([['Escape', close]], []);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: 'md', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', md: 'xl' }}
    >
      <a href="#content" className="skip">
        {text.nav.skip}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={opened ? text.nav.close : text.nav.open}
              aria-expanded={opened}
            />
            <Brand />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Workspace />
            <ThemeButton />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              onClick={() => leaving(() => signOut())}
              aria-label={text.signIn.out}
            >
              <IconLogout size={18} />
            </ActionIcon>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" component="nav" aria-label={text.nav.label} className="nav" mod={{ opened }}>
        {PLACES.map((place) => (
          <Place key={place.href} {...place} onFollow={close} />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Toasts />
        {children}
      </AppShell.Main>
    </AppShell>
  );
}

/** Another page begins at its top, and so does who moves by keyboard or hears it read. */
function useTopOfNewPage() {
  const [path] = useLocation();
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    window.scrollTo(0, 0);
    document.getElementById('content')?.focus({ preventScroll: true });
  }, [path]);
}

function Place({ href, label, Icon, also, onFollow }: PlaceOfNav & { onFollow: () => void }) {
  const [path] = useLocation();
  const isHere = path === href;
  const active = isHere || (href !== '/' && isBelow(path, href)) || (also !== undefined && isBelow(path, also));
  return (
    <NavLink
      component={Link}
      href={href}
      label={label}
      active={active}
      aria-current={isHere ? 'page' : active}
      onClick={onFollow}
      leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
      className="place"
    />
  );
}

function isBelow(path: string, place: string): boolean {
  return path.startsWith(`${place}/`);
}

function Workspace() {
  const [{ data }] = useQuery({ query: VIEWER });
  return (
    <Text size="sm" c="dimmed" visibleFrom="xs" truncate maw={240}>
      {data?.viewer.workspaceName}
    </Text>
  );
}

function ThemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={36}
      aria-label={text.theme.change}
      title={dark ? text.theme.light : text.theme.dark}
      onClick={() => setColorScheme(dark ? 'light' : 'dark')}
    >
      {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  );
}
