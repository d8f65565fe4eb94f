import { In } from 'typeorm';
import { DispatchLoop } from './dispatcher/dispatch-loop';
import { Dispatcher } from './dispatcher/dispatcher';
import { PixelLookup } from './dispatcher/pixel-lookup';
import { Recorder } from './dispatcher/recorder';
import type { Bus } from './feed/bus';
import { Feed } from './feed/follow';
import type { Services } from './graphql/services';
import type { Log } from './log';
import type { Metrics } from './metrics';
import type { Outbound } from './outbound/http';
import type { Database } from './persistence/database';
import type { PixelEntity } from './persistence/entities';
import { CampaignEntity } from './persistence/entities';
import { FiringHistory } from './persistence/firing-history';
import { isId } from './persistence/ids';
import { LeadReads } from './persistence/lead-reads';
import { targetOf } from './persistence/pixel-targets';
import type { Keyring } from './persistence/secrets';
import { platformOf } from './platforms';
import { ApiKeys } from './workspace/api-keys';
import { Campaigns } from './workspace/campaigns';
import { PixelRules } from './workspace/pixel-rules';
import { Pixels } from './workspace/pixels';
import { Workspaces } from './workspace/workspaces';

export interface EngineOptions {
  database: Database;
  keyring: Keyring;
  outbound: Outbound;
  bus: Bus;
  log: Log;
  metrics: Metrics;
  schedule: readonly number[];
  /** Deliver what is accepted here; without it only test fires go out. */
  dispatches: boolean;
  /** No other node delivers from this database: it is embedded. */
  isOnlyNode: boolean;
  /** False refuses SANDBOX pixels. */
  sandbox: boolean;
  /** Where a pixel's requests go. */
  baseUrlOf(row: PixelEntity): string;
}

export interface Engine {
  services: Services;
  workspaces: Workspaces;
  start(): void;
  /** Drains: requests that are out come back and are recorded, the rest is handed back. */
  stop(): Promise<void>;
}

/** Puts the rooms together: what the API asks of them, and the loop that delivers. */
export function createEngine(options: EngineOptions): Engine {
  const { database, keyring, bus, log } = options;
  const workspaces = new Workspaces(database, keyring);
  const history = new FiringHistory(database.sql, keyring);
  const leads = new LeadReads(database.sql, keyring);
  const rules = new PixelRules(database, platformOf);
  const keys = new ApiKeys(database, log);
  const { loop, dispatcher, send, open } = dispatching(options, { workspaces, history, leads, rules });
  const pixels = new Pixels({
    database,
    keyring,
    platformOf,
    targetOf: open,
    send,
    sandbox: options.sandbox,
    onChange: () => bus.publish(),
    wake: () => loop.wake(),
  });
  const services: Services = {
    keys,
    workspaces,
    campaigns: new Campaigns(database),
    pixels,
    rules,
    leads,
    history,
    dispatcher,
    feed: new Feed(database.sql, history, bus),
  };
  return {
    services,
    workspaces,
    start: () => {
      if (options.dispatches) loop.start();
    },
    stop: async () => {
      keys.close();
      await loop.stop();
    },
  };
}

/** The dispatcher's room: accepting, delivering, recording. */
function dispatching(
  { database, keyring, outbound, bus, log, metrics, ...options }: EngineOptions,
  {
    workspaces,
    history,
    leads,
    rules,
  }: { workspaces: Workspaces; history: FiringHistory; leads: LeadReads; rules: PixelRules },
) {
  const owner = DispatchLoop.newOwner();
  const onChange = () => bus.publish();
  const recorder = new Recorder(database, keyring, { owner, schedule: options.schedule, onChange, metrics, log });
  const open = (row: PixelEntity) => targetOf(row, keyring, options.baseUrlOf);
  const pixels = new PixelLookup(open, platformOf);
  const send: Outbound['send'] = (request, how) => outbound.send(request, how);
  const targetById = async (workspaceId: string, id: string) => {
    const pixel = await pixels.one(database.manager, workspaceId, id);
    if (!pixel) throw new Error(`firings without their pixel ${id}`);
    return pixel.target;
  };
  const uses = { database, keyring, recorder, send, log, owner, platformOf, targetOf: targetById, onChange };
  const loop = new DispatchLoop({ ...uses, isOnlyNode: options.isOnlyNode });
  const leasing = options.dispatches ? { owner, roomFor: (pixelId: string) => loop.roomFor(pixelId) } : null;
  const dispatcher = new Dispatcher({
    ...uses,
    pixels,
    leasing,
    history,
    leads,
    metrics,
    offer: (firings) => loop.offer(firings),
    wake: () => loop.wake(),
    hashKeyOf: (workspaceId) => workspaces.hashKeyOf(workspaceId),
    draftRule: (workspaceId, input) => rules.draft(workspaceId, input),
    campaignsExist: (workspaceId, ids) => campaignsAmong(database, workspaceId, ids),
  });
  return { loop, dispatcher, send, open };
}

async function campaignsAmong(database: Database, workspaceId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await database.manager.findBy(CampaignEntity, { workspaceId, id: In(ids.filter(isId)) });
  return new Set(rows.map(({ id }) => id));
}
