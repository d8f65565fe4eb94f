import { In } from 'typeorm';
import { DispatchLoop } from './dispatcher/dispatch-loop';
import { Dispatcher } from './dispatcher/dispatcher';
import { PixelLookup } from './dispatcher/pixel-lookup';
import { Recorder } from './dispatcher/recorder';
import type { Bus } from './feed/bus';
import { Feed } from './feed/follow';
import type { Log } from './log';
import type { Outbound } from './outbound/http';
import type { Database } from './persistence/database';
import type { PixelEntity } from './persistence/entities';
import { CampaignEntity } from './persistence/entities';
import { FiringHistory } from './persistence/firing-history';
import { LeadReads } from './persistence/lead-reads';
import { targetOf } from './persistence/pixel-targets';
import type { Keyring } from './persistence/secrets';
import { platformOf } from './platforms';
import { Workspaces } from './workspace/workspaces';

export interface EngineOptions {
  database: Database;
  keyring: Keyring;
  outbound: Outbound;
  bus: Bus;
  log: Log;
  schedule: readonly number[];
  /** Deliver what is accepted here; without it only test fires go out. */
  dispatches: boolean;
  /** Where a pixel's requests go. */
  baseUrlOf(row: PixelEntity): string;
}

export interface Engine {
  dispatcher: Dispatcher;
  history: FiringHistory;
  leads: LeadReads;
  feed: Feed;
  workspaces: Workspaces;
  start(): void;
  /** Drains: requests that are out come back and are recorded, the rest is handed back. */
  stop(): Promise<void>;
}

/** Puts the rooms together: from an accepted report to its firing's record and the feed. */
export function createEngine({ database, keyring, outbound, bus, log, ...options }: EngineOptions): Engine {
  const owner = DispatchLoop.newOwner();
  const onChange = () => bus.publish();
  const recorder = new Recorder(database, keyring, { owner, schedule: options.schedule, onChange });
  const pixels = new PixelLookup((row) => targetOf(row, keyring, options.baseUrlOf), platformOf);
  const history = new FiringHistory(database.sql, keyring);
  const leads = new LeadReads(database.sql, keyring);
  const workspaces = new Workspaces(database, keyring);
  const send: Outbound['send'] = (request, how) => outbound.send(request, how);
  const targetById = async (_workspaceId: string, id: string) =>
    (await pixels.read(database.manager, [id])).get(id)?.target ?? null;
  const uses = { database, keyring, recorder, send, log, owner, platformOf, targetOf: targetById, onChange };
  const loop = new DispatchLoop(uses);
  const leasing = options.dispatches ? { owner, roomFor: (pixelId: string) => loop.roomFor(pixelId) } : null;
  const dispatcher = new Dispatcher({
    ...uses,
    pixels,
    leasing,
    history,
    leads,
    offer: (firings) => loop.offer(firings),
    wake: () => loop.wake(),
    hashKeyOf: (workspaceId) => workspaces.hashKeyOf(workspaceId),
    campaignsExist: (workspaceId, ids) => campaignsAmong(database, workspaceId, ids),
  });
  return {
    dispatcher,
    history,
    leads,
    feed: new Feed(database.sql, history, bus),
    workspaces,
    start: () => {
      if (options.dispatches) loop.start();
    },
    stop: () => loop.stop(),
  };
}

async function campaignsAmong(database: Database, workspaceId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await database.manager.findBy(CampaignEntity, { workspaceId, id: In([...ids]) });
  return new Set(rows.map(({ id }) => id));
}
