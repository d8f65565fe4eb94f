import type { EntityManager } from 'typeorm';
import type { PixelTarget } from '../domain/pixel';
import { PixelEntity, type PixelSecrets } from './entities/pixel';
import type { WorkspaceKey } from './rows';
import type { Keyring } from './secrets';

export function pixelContext(workspaceId: string, id: string): string {
  return `pixel:${workspaceId}:${id}`;
}

export function secretsOf(row: PixelEntity, keyring: Keyring): PixelSecrets {
  if (row.secretsSealed === null) return {};
  return JSON.parse(keyring.open(row.secretsSealed, pixelContext(row.workspaceId, row.id)).toString()) as PixelSecrets;
}

/** A pixel with its secrets opened, for the adapter that talks to it. */
export function targetOf(row: PixelEntity, keyring: Keyring, baseUrlOf: (row: PixelEntity) => string): PixelTarget {
  const secrets = secretsOf(row, keyring);
  return {
    id: row.id,
    platform: row.platform,
    endpoint: row.endpoint,
    baseUrl: baseUrlOf(row),
    platformPixelId: row.platformPixelId,
    accessToken: secrets.accessToken ?? null,
    settings: { ...row.settings, ...secrets.settings },
    custom: row.custom && {
      method: row.custom.method,
      url: row.custom.url,
      headers: row.custom.headers.map((header) => ({
        ...header,
        value: header.secret ? (secrets.headers?.[header.name.toLowerCase()] ?? '') : header.value,
      })),
      body: row.custom.body,
    },
    signingSecrets: secrets.signingSecrets ?? [],
  };
}

/** Pixels as this transaction sees them, deleted ones too. */
export function pixelsByKeys(manager: EntityManager, keys: readonly WorkspaceKey[]): Promise<PixelEntity[]> {
  const named = new Map(keys.map(({ workspaceId, id }) => [`${workspaceId} ${id}`, { workspaceId, id }]));
  return named.size === 0 ? Promise.resolve([]) : manager.findBy(PixelEntity, [...named.values()]);
}
