export const SCOPES = ['READ', 'FIRE', 'MANAGE', 'ADMIN', 'OPERATOR'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who calls: an API key that was found good. */
export interface Caller {
  workspaceId: string;
  keyId: string;
  scopes: readonly Scope[];
}

export interface ApiKey {
  id: string;
  workspaceId: string;
  name: string;
  scopes: Scope[];
  /** The secret's last four characters. */
  hint: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

export interface Campaign {
  workspaceId: string;
  id: string;
  name: string;
  createdAt: Date;
}

/** ADMIN is READ, FIRE and MANAGE too; OPERATOR is implied by nothing. */
export function grants(scopes: readonly Scope[], asked: Scope): boolean {
  if (scopes.includes(asked)) return true;
  return asked !== 'OPERATOR' && scopes.includes('ADMIN');
}
