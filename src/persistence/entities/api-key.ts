import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Scope } from '../../domain/workspace';

@Entity('api_keys')
export class ApiKeyEntity {
  @PrimaryColumn({ type: 'uuid', name: 'workspace_id' }) workspaceId: string;
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) name: string;
  @Column({ type: 'text', array: true }) scopes: Scope[];
  /** SHA-256 of the secret: it is random and long, so it needs no slow hash. */
  @Column({ type: 'bytea', name: 'secret_hash' }) secretHash: Buffer;
  @Column({ type: 'text' }) hint: string;
  @Column({ type: 'timestamptz', name: 'created_at' }) createdAt: Date;
  @Column({ type: 'timestamptz', name: 'last_used_at', nullable: true }) lastUsedAt: Date | null;
  @Column({ type: 'timestamptz', name: 'revoked_at', nullable: true }) revokedAt: Date | null;
}
