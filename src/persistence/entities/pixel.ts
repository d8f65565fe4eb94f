import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CustomHeader, HttpMethod, PixelEndpoint } from '../../domain/pixel';

/** A custom pixel without its secrets: a secret header's value is '' here. */
export interface CustomPixelColumn {
  method: HttpMethod;
  url: string;
  headers: CustomHeader[];
  body: string | null;
  signed: boolean;
}

/** What `secrets_sealed` holds, as JSON. Absent members are not set. */
export interface PixelSecrets {
  accessToken?: string;
  /** By header name in lower case. */
  headers?: Record<string, string>;
  /** The current one first. */
  signingSecrets?: string[];
  settings?: Record<string, unknown>;
}

@Entity('pixels')
export class PixelEntity {
  @PrimaryColumn({ type: 'uuid', name: 'workspace_id' }) workspaceId: string;
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) name: string;
  @Column({ type: 'text' }) platform: string;
  @Column({ type: 'text' }) endpoint: PixelEndpoint;
  @Column({ type: 'text', name: 'platform_pixel_id', nullable: true }) platformPixelId: string | null;
  @Column({ type: 'boolean' }) paused: boolean;
  /** Not null: the platform refused the credentials; why, and how to mend it. */
  @Column({ type: 'text', name: 'attention_reason', nullable: true }) attentionReason: string | null;
  @Column({ type: 'text', name: 'access_token_hint', nullable: true }) accessTokenHint: string | null;
  @Column({ type: 'jsonb', nullable: true }) custom: CustomPixelColumn | null;
  @Column({ type: 'jsonb', nullable: true }) settings: Record<string, unknown> | null;
  /** PixelSecrets under ENCRYPTION_KEYS, bound to `pixel:{workspace}:{id}`; null once disconnected. */
  @Column({ type: 'bytea', name: 'secrets_sealed', nullable: true }) secretsSealed: Buffer | null;
  /** Grows with every change: opened secrets are cached by it. */
  @Column({ type: 'bigint' }) version: string;
  @Column({ type: 'timestamptz', name: 'created_at' }) createdAt: Date;
  @Column({ type: 'timestamptz', name: 'updated_at' }) updatedAt: Date;
  @Column({ type: 'timestamptz', name: 'deleted_at', nullable: true }) deletedAt: Date | null;
}
