import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The tables in their final shape. Every key begins with the workspace, so that no reference can cross workspaces.
 * firings, attempts and decisions are range-partitioned by UUIDv7: a plain table could not become one later without a
 * rewrite. They have no foreign keys (two cost a third of the insert rate) and no default partition (it blocks
 * DETACH CONCURRENTLY); src/persistence/partitions.ts makes the months ahead.
 */
export class Tables1700000000001 implements MigrationInterface {
  name = 'Tables1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...CONFIGURATION, ...LEADS, ...HISTORY]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table if exists service_state, feed_trims, firing_changes, idempotency_keys, fired_once, attempts, firings,
      decisions, occurrences, leads, campaign_answers, pixel_rules, pixels, campaigns, api_keys, workspaces cascade`);
    await runner.query('drop sequence if exists firing_changes_position');
  }
}

const CONFIGURATION = [
  `create table workspaces (
    id uuid primary key,
    name text not null,
    hash_key_sealed bytea not null,
    created_at timestamptz not null
  )`,
  `create table api_keys (
    workspace_id uuid not null references workspaces,
    id uuid not null,
    name text not null,
    scopes text[] not null,
    secret_hash bytea not null unique,
    hint text not null,
    created_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz,
    primary key (workspace_id, id)
  )`,
  `create table campaigns (
    workspace_id uuid not null references workspaces,
    id uuid not null,
    name text not null,
    rules_version bigint not null default 1,
    created_at timestamptz not null,
    primary key (workspace_id, id)
  )`,
  `create table campaign_answers (
    workspace_id uuid not null,
    campaign_id uuid not null,
    key text not null,
    primary key (workspace_id, campaign_id, key),
    foreign key (workspace_id, campaign_id) references campaigns
  )`,
  `create table pixels (
    workspace_id uuid not null references workspaces,
    id uuid not null,
    name text not null,
    platform text not null,
    endpoint text not null,
    platform_pixel_id text,
    paused boolean not null default false,
    attention_reason text,
    access_token_hint text,
    custom jsonb,
    settings jsonb,
    secrets_sealed bytea,
    version bigint not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz,
    primary key (workspace_id, id)
  )`,
  `create table pixel_rules (
    workspace_id uuid not null,
    id uuid not null,
    campaign_id uuid not null,
    name text not null,
    enabled boolean not null,
    trigger text not null,
    platform text not null,
    pixel_id uuid not null,
    event_name text not null,
    action_source text not null,
    value_amount numeric(16,4),
    value_currency text,
    fire_once boolean not null,
    conditions jsonb,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz,
    primary key (workspace_id, id),
    foreign key (workspace_id, campaign_id) references campaigns,
    foreign key (workspace_id, pixel_id) references pixels
  )`,
  'create index pixel_rules_of_campaign on pixel_rules (workspace_id, campaign_id, id) where deleted_at is null',
  'create index pixel_rules_of_pixel on pixel_rules (workspace_id, pixel_id, id) where deleted_at is null',
];

const LEADS = [
  // data_sealed is under the lead's own key, key_sealed is that key under ENCRYPTION_KEYS: erasing the row erases both.
  `create table leads (
    workspace_id uuid not null,
    id uuid not null,
    caller_id text not null,
    campaign_id uuid,
    status text,
    status_at timestamptz,
    key_sealed bytea not null,
    data_sealed bytea,
    primary key (workspace_id, id),
    unique (workspace_id, caller_id)
  )`,
  'create index leads_of_campaign on leads (workspace_id, campaign_id, id)',
  `create table occurrences (
    workspace_id uuid not null,
    lead_id uuid not null,
    status text not null,
    number int not null,
    occurrence_id text,
    id uuid not null,
    primary key (workspace_id, lead_id, status, number),
    unique (workspace_id, lead_id, status, occurrence_id)
  )`,
];

const HISTORY = [
  `create table decisions (
    workspace_id uuid not null,
    id uuid not null,
    occurrence uuid not null,
    lead_id uuid not null,
    rule_id uuid not null,
    firing_id uuid,
    outcome text not null,
    reason text not null,
    trace_sealed bytea,
    decided_at timestamptz not null,
    primary key (workspace_id, id)
  ) partition by range (id)`,
  'create index decisions_of_lead on decisions (workspace_id, lead_id, id)',
  // due_at: when it may be claimed; while leased, the lease's end. attempting: a request is out, so nobody else changes
  // its status; stop_reason: what it becomes instead of RETRYING when that request comes back. forced: retried by hand, so
  // that it is sent although its pixel needs attention.
  `create table firings (
    workspace_id uuid not null,
    id uuid not null,
    status text not null,
    test boolean not null,
    skip_reason text,
    message text,
    lead_id uuid,
    campaign_id uuid,
    rule_id uuid,
    pixel_id uuid not null,
    decision_id uuid,
    platform text not null,
    warnings text[] not null,
    event_name text not null,
    event_id text not null,
    event_time timestamptz not null,
    action_source text not null,
    value_amount numeric(16,4),
    value_currency text,
    match_keys text[] not null,
    fire_once boolean not null,
    event_sealed bytea,
    request_sealed bytea,
    attempt_count int not null default 0,
    unknown_count int not null default 0,
    next_attempt_at timestamptz,
    expires_at timestamptz,
    due_at timestamptz,
    lease_owner uuid,
    attempting boolean not null default false,
    stop_reason text,
    forced boolean not null default false,
    updated_at timestamptz not null,
    primary key (workspace_id, id)
  ) partition by range (id)`,
  `create index firings_due on firings (due_at) where status in ('PENDING', 'RETRYING')`,
  `create index firings_waiting_of_pixel on firings (workspace_id, pixel_id) where status in ('PENDING', 'RETRYING', 'HELD')`,
  `create index firings_held on firings (expires_at) where status = 'HELD'`,
  `create index firings_held_of_pixel on firings (workspace_id, pixel_id) where status = 'HELD'`,
  'create index firings_of_lead on firings (workspace_id, lead_id, id)',
  'create index firings_of_rule on firings (workspace_id, rule_id, id)',
  'create index firings_of_pixel on firings (workspace_id, pixel_id, id)',
  'create index firings_of_campaign on firings (workspace_id, campaign_id, id)',
  // What is rare in a long history is found without reading all of it.
  `create index firings_failed on firings (workspace_id, id) where status = 'FAILED'`,
  'create index firings_tests on firings (workspace_id, id) where test',
  `create table attempts (
    workspace_id uuid not null,
    firing_id uuid not null,
    number int not null,
    started_at timestamptz not null,
    duration_ms int not null,
    outcome text not null,
    http_status int,
    platform_code text,
    message text,
    trace_id text,
    response_sealed bytea,
    batch_size int not null,
    primary key (workspace_id, firing_id, number)
  ) partition by range (firing_id)`,
  // slot is the nil UUID for a firing under fire once (so the key is the backstop) and the firing's id for any other.
  `create table fired_once (
    workspace_id uuid not null,
    rule_id uuid not null,
    lead_hash bytea not null,
    slot uuid not null,
    firing_id uuid,
    primary key (workspace_id, rule_id, lead_hash, slot)
  )`,
  'create index fired_once_of_firing on fired_once (workspace_id, firing_id)',
  `create table idempotency_keys (
    workspace_id uuid not null,
    key text not null,
    input_hash bytea not null,
    firing_id uuid not null,
    created_at timestamptz not null,
    primary key (workspace_id, key)
  )`,
  'create index idempotency_keys_by_time on idempotency_keys (created_at)',
  'create sequence firing_changes_position',
  `create table firing_changes (
    workspace_id uuid not null,
    position bigint not null,
    firing_id uuid not null,
    at timestamptz not null,
    status text not null,
    skip_reason text,
    message text,
    warnings text[] not null,
    match_keys text[] not null,
    attempt_count int not null,
    next_attempt_at timestamptz,
    primary key (workspace_id, position)
  )`,
  'create index firing_changes_by_time on firing_changes (at)',
  // How far each workspace's changes are gone: a cursor before that has missed some.
  'create table feed_trims (workspace_id uuid primary key, trimmed_to bigint not null)',
  'create table service_state (name text primary key, value text not null)',
];
